// Two whole services on one PostgreSQL, each with a pool, a listening connection and a pump of its own, and a channel
// whose people answer. Whatever is executed, by whichever node, is noted.
import {
  createHoldpoint,
  defaultSettings,
  type Approval,
  type Channel,
  type Holdpoint,
  type Principal,
} from '@holdpoint/core'
import { onTestFinished } from 'vitest'
import { createPostgresWake, openPostgresStore } from '@holdpoint/storage-sql'

export interface Execution {
  readonly id: string
  readonly digest: string
  readonly node: string
  readonly at: number
}

export interface Node extends Holdpoint {
  readonly name: string
  stop(): Promise<void>
}

export const principal = (id: string, scopes: Principal['scopes']): Principal => ({
  id,
  scopes,
  loops: ['*'],
  via: 'api',
})

export interface NodeOptions {
  readonly name: string
  readonly url: string
  readonly schema: string
  readonly executions: Execution[]
  readonly channel?: Channel
}

const chat: Channel = {
  name: 'chat',
  ask: async ({ digest }, { id }) => ({
    then: 'delivered',
    command: { type: 'record-ask', channel: 'chat', remoteId: `chat-${id}`, digest, verdicts: ['allow-once', 'deny'] },
  }),
  settle: async () => ({ then: 'delivered' }),
  confirm: async () => ({ then: 'delivered' }),
}

/** Its pump runs. Stopped when the test ends, if it wasn't before. */
export async function startNode({ name, url, schema, executions, channel = chat }: NodeOptions): Promise<Node> {
  const store = await openPostgresStore({ url }, { schema })
  const wake = createPostgresWake({ url }, { schema })
  await wake.ready
  const { default: loop } = defaultSettings.loops
  if (!loop) throw new Error('the default settings have a loop')
  const settings = {
    ...defaultSettings,
    loops: { default: { ...loop, channels: [channel.name] } },
    maxPending: 100_000,
  }
  const holdpoint = createHoldpoint({
    store,
    wake,
    settings: () => settings,
    channels: [channel],
    execute: async ({ id, digest }: Approval) => {
      executions.push({ id, digest, node: name, at: performance.now() })
      return { outcome: 'succeeded' }
    },
  })
  holdpoint.pump.start()
  let stopped: Promise<void> | undefined
  const stop = async () => {
    holdpoint.approvals.close()
    await holdpoint.pump.stop(5_000)
    await holdpoint.rules.close()
    await wake.close()
    await store.close()
  }
  const node = { ...holdpoint, name, stop: () => (stopped ??= stop()) }
  onTestFinished(() => node.stop())
  return node
}
