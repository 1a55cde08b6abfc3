// CloudWatch's cross-account observability: which accounts share their metrics with which monitoring accounts.

/** A monitoring account and the source accounts that are linked to it, in every region. */
export interface Links {
  monitoring: string
  sources: readonly string[]
}

export interface LinkedAccounts {
  /** The source accounts of a monitoring account, sorted; undefined for an account that is none. */
  sourcesOf(monitoringAccountId: string): readonly string[] | undefined
  /** Replaces all links. */
  setLinks(links: readonly Links[]): void
}

export function createLinks(initial: readonly Links[]): LinkedAccounts {
  let links = initial
  return {
    sourcesOf(monitoringAccountId) {
      const own = links.filter(({ monitoring }) => monitoring === monitoringAccountId)
      return own.length > 0 ? [...new Set(own.flatMap(({ sources }) => sources))].sort() : undefined
    },
    setLinks(given) {
      links = given
    },
  }
}
