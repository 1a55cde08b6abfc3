// AWS Overview.
export const Overview = () => null
