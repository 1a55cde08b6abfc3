// Actions that are not to be granted on everything, because there they would read what HeyCloud never asks for.

/** By action: the resources that HeyCloud calls it on. Partition and region stay open, so that one policy serves all. */
const narrowed: Record<string, readonly string[]> = {
  // API Gateway's action is the HTTP method: on everything it reads the values of API keys too
  // (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-iam-policy-resource.html).
  'apigateway:GET': ['/restapis', '/restapis/*/stages', '/apis', '/apis/*/stages'].map(
    path => `arn:*:apigateway:*::${path}`,
  ),
}

/** Undefined for an action that is granted on everything. */
export const narrowedTo = (action: string): readonly string[] | undefined => narrowed[action]
