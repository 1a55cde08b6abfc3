// What charts ask of collection: that what they show is read often from now on, and that what is wanting is fetched at once.
import type { Tools } from './context.ts'
import { createFetcher, type Filling } from './metrics/fetch.ts'
import type { Asked } from './metrics/wanting.ts'
import type { Wanted, WatchBook } from './metrics/watching.ts'
import type { Leases } from './schedule/leases.ts'

/** Works in any process that has the stores and AWS, whether it collects or not. */
export interface Charts {
  /** Somebody has opened a dashboard that shows these: they are watched for 30 days. */
  opened(organisation: string, wanted: readonly Wanted[]): Promise<void>
  /** Somebody asks: it is watched for 7 days, and what is wanting is being fetched when this resolves. */
  asked(organisation: string, asked: Asked): Promise<Filling>
  /** Gives up what is being fetched; resolves when nothing is written any more. */
  close(): Promise<void>
}

interface ChartDependencies {
  tools: Tools
  leases: Leases
  watches: WatchBook
  /** Told when an organisation has come to watch something new. */
  onWatched: (organisation: string) => void
}

export function createCharts({ tools, leases, watches, onWatched }: ChartDependencies): Charts {
  const fetcher = createFetcher({ tools, leases, watches })
  const note = async (organisation: string, source: 'dashboard' | 'asked', wanted: readonly Wanted[]) => {
    if (await watches.note(organisation, source, wanted)) onWatched(organisation)
  }
  return {
    opened: (organisation, wanted) => note(organisation, 'dashboard', wanted),
    async asked(organisation, asked) {
      const { metric, filter } = asked
      await note(organisation, 'asked', [{ metric, filter }])
      return fetcher.fetch(organisation, asked)
    },
    close: () => fetcher.close(),
  }
}
