// The event sequence over cuts and restarts.
import { expect, it } from 'vitest'
import type { HoldpointClient, WatchEvent } from '../src/index.ts'
import { action, decideNext, must, startGateway, whenDone } from './gateway.ts'

function watching(client: HoldpointClient, lastEventId?: string) {
  const stop = new AbortController()
  const seen: WatchEvent[] = []
  const ended = (async () => {
    for await (const event of client.watch({ signal: stop.signal, ...(lastEventId !== undefined && { lastEventId }) }))
      seen.push(event)
  })()
  whenDone(async () => {
    stop.abort()
    await ended
  })
  return { seen, ended, stop: () => stop.abort() }
}

it('begins with a reset, then tells of changes, each with its place', async () => {
  const gateway = await startGateway()
  const { seen } = watching(gateway.client('ann-key'))
  await expect.poll(() => seen).toEqual([{ type: 'reset' }])
  const { approval } = must(await gateway.client('bot-key').request({ action }))
  must(await decideNext(gateway))
  const { id } = approval
  await expect.poll(() => seen).toHaveLength(3)
  expect(seen.slice(1)).toMatchObject([
    { type: 'approval.requested', id, version: 1, eventId: expect.stringMatching(/^[0-9a-f]+:\d+$/) },
    { type: 'approval.approved', id, version: 2 },
  ])
})

it('goes on after a restart with a reset, because the new gateway knows nothing of what was before', async () => {
  const gateway = await startGateway()
  const { seen } = watching(gateway.client('ann-key'))
  await expect.poll(() => seen).toHaveLength(1)
  await gateway.stop()
  await gateway.start()
  await expect.poll(() => seen, { timeout: 10_000 }).toHaveLength(2)
  expect(seen[1]).toEqual({ type: 'reset' })
  must(await gateway.client('bot-key').request({ action }))
  await expect.poll(() => seen.at(-1)).toMatchObject({ type: 'approval.requested' })
})

it('goes on after a cut where it was: nothing twice, nothing missed, no reset', async () => {
  const gateway = await startGateway()
  const first = watching(gateway.client('ann-key'))
  await expect.poll(() => first.seen).toHaveLength(1)
  must(await gateway.client('bot-key').request({ action }))
  await expect.poll(() => first.seen).toHaveLength(2)
  const [, last] = first.seen
  first.stop()
  await first.ended
  const { approval } = must(await gateway.client('bot-key').request({ action }))
  const place = last && 'eventId' in last ? last.eventId : undefined
  const second = watching(gateway.client('ann-key'), place)
  await expect.poll(() => second.seen).toMatchObject([{ type: 'approval.requested', id: approval.id }])
})

it('ends where the gateway refuses it, and says why', async () => {
  const gateway = await startGateway()
  const { seen, ended } = watching(gateway.client('nobody-key'))
  await ended
  expect(seen).toMatchObject([{ type: 'refused', refusal: { code: 'unauthenticated', status: 401 } }])
})

it('ends at once when its signal aborts, while it waits to come back too', async () => {
  const gateway = await startGateway()
  await gateway.stop()
  const { seen, ended, stop } = watching(gateway.client('ann-key'))
  await new Promise((resolve) => setTimeout(resolve, 150))
  stop()
  await ended
  expect(seen).toEqual([])
})
