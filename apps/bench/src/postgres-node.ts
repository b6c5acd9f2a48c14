// A node on PostgreSQL, and as a process of its own one that decides when its parent says so.
import { createHoldpoint, createLocalWake, type Digest, type Holdpoint, type Principal } from '@holdpoint/core'
import { createPostgresWake, openPostgresStore } from '@holdpoint/storage-sql'

export interface BenchNode {
  readonly holdpoint: Holdpoint
  close(): Promise<void>
}

/** What the parent says: which approval to decide. */
export interface DecideMessage {
  readonly id: string
  readonly digest: Digest
}

/** What the process says: when it began to decide, on the clock that all processes of a machine share. */
export interface DecidedMessage {
  readonly startedAtMs: number
}

export const principal = (id: string, scopes: Principal['scopes']): Principal => ({
  id,
  scopes,
  loops: ['*'],
  via: 'api',
})

/** Monotonic, in ms, and the same in all processes of the machine. */
export const machineMs = (): number => Number(process.hrtime.bigint()) / 1e6

/** `alone`: hints stay in the process. */
export async function openNode(url: string, alone: boolean): Promise<BenchNode> {
  const store = await openPostgresStore({ url }, { schema: 'bench_wake' })
  const shared = alone ? undefined : createPostgresWake({ url }, { schema: 'bench_wake', pollMs: 60_000 })
  await shared?.ready
  const holdpoint = createHoldpoint({ store, wake: shared ?? createLocalWake() })
  const close = async () => {
    holdpoint.approvals.close()
    await shared?.close()
    await store.close()
  }
  return { holdpoint, close }
}

const [, , url] = process.argv
if (process.send && url !== undefined && process.env['HOLDPOINT_BENCH_NODE'] === '1') {
  const node = await openNode(url, false)
  const decide = async ({ id, digest }: DecideMessage) => {
    const startedAtMs = machineMs()
    await node.holdpoint.approvals.decide(principal('ann', ['decide']), id, { verdict: 'allow-once', digest })
    process.send?.({ startedAtMs } satisfies DecidedMessage)
  }
  process.on('message', (message: DecideMessage) => void decide(message))
  process.on('disconnect', () => void node.close())
  process.send('ready')
}
