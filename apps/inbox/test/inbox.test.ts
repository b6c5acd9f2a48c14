// The list of the pending follows what happens: by hints where they come, by asking again where they don't.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { reachable } from '../src/api/call.ts'
import { createInbox, type Inbox } from '../src/state/inbox.ts'
import { fakeGateway, type FakeGateway } from './fake-gateway.ts'
import { sample } from './sample.ts'

let gateway: FakeGateway
let inbox: Inbox
beforeEach(() => {
  vi.useFakeTimers()
  gateway = fakeGateway()
})
afterEach(() => {
  inbox.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const put = (id: string, changes: Parameters<typeof sample>[0] = {}) => {
  const approval = sample({ id, ...changes })
  gateway.approvals.set(id, approval)
  return approval
}
/** Lets what is under way come to rest, without a poll's time passing. */
const settle = () => vi.advanceTimersByTimeAsync(1_500)
const ids = () => [...inbox.loaded.get().rows.values()].map(({ id, status }) => `${id} ${status}`).toSorted()

it('lists every page of every loop, and is ready after the first', async () => {
  for (const id of ['a', 'b', 'c', 'd', 'e']) put(id)
  put('f', { loop: 'ops' })
  inbox = createInbox(['default', 'ops'])
  await settle()
  expect(ids()).toEqual(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => `${id} pending`))
  expect(inbox.loaded.get()).toMatchObject({ isReady: true, isWhole: true })
})

it('reads what a hint names and nothing else, and tells arrivals only after all was listed', async () => {
  const arrived: string[] = []
  put('a')
  inbox = createInbox(['default'])
  inbox.onArrival(({ id }) => arrived.push(id))
  await settle()
  gateway.openStream()
  await settle()
  const before = gateway.asked.length
  gateway.hint(put('b'))
  await settle()
  expect(gateway.asked.slice(before)).toEqual(['/v1/approvals/b'])
  gateway.hint(put('b'))
  await settle()
  expect(gateway.asked.slice(before), 'nothing new').toEqual(['/v1/approvals/b'])
  expect(arrived).toEqual(['b'])
  gateway.hint(put('a', { status: 'denied', version: 2 }))
  await settle()
  expect(ids()).toEqual(['a denied', 'b pending'])
})

it('learns after a reset what became of what isn’t pending any more (I14)', async () => {
  put('a')
  put('b')
  inbox = createInbox(['default'])
  await settle()
  put('a', { status: 'succeeded', version: 4 })
  gateway.approvals.delete('b')
  gateway.hint()
  await settle()
  expect(ids()).toEqual(['a succeeded'])
})

it('never goes back to an older version that comes late (I14)', async () => {
  put('a', { version: 3, requester: 'key:new' })
  inbox = createInbox(['default'])
  await settle()
  put('a', { version: 2, requester: 'key:old' })
  gateway.hint()
  await settle()
  expect(inbox.loaded.get().rows.get('a')).toMatchObject({ version: 3, requester: 'key:new' })
})

it('asks again by itself while there is no stream, also after the gateway was gone', async () => {
  inbox = createInbox(['default'])
  await settle()
  gateway.isUp = false
  await vi.advanceTimersByTimeAsync(6_000)
  expect(reachable.get()).toBe(false)
  put('late')
  gateway.isUp = true
  await vi.advanceTimersByTimeAsync(6_000)
  expect(reachable.get()).toBe(true)
  expect(ids()).toEqual(['late pending'])
})

it('a flood of hints is listed, not read one by one', async () => {
  inbox = createInbox(['default'])
  await settle()
  const before = gateway.asked.length
  for (let n = 0; n < 400; n += 1) gateway.hint(put(`n${n}`))
  await settle()
  await vi.advanceTimersByTimeAsync(3_000)
  expect(ids()).toHaveLength(400)
  const single = gateway.asked.slice(before).filter((path) => !path.includes('?'))
  expect(single.length).toBeLessThan(200)
})

it('forgets what has ended long ago', async () => {
  inbox = createInbox(['default'])
  await settle()
  for (let n = 0; n < 350; n += 1) {
    gateway.hint(put(`n${n}`))
    await vi.advanceTimersByTimeAsync(1)
    gateway.hint(put(`n${n}`, { status: 'denied', version: 2 }))
    await vi.advanceTimersByTimeAsync(1)
  }
  await settle()
  expect(ids()).toHaveLength(300)
})
