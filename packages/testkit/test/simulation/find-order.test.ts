// The checker of orders, on histories made by hand: good ones pass, bad ones are found.
import { describe, expect, it } from 'vitest'
import { findOrder, type Model, type Operation } from '../../src/simulation/checks/find-order.ts'

type Input = { readonly write: number } | 'read'

const register: Model<number, Input, number | 'ok'> = {
  initial: 0,
  step(state, input, output) {
    if (input === 'read') return output === undefined || output === state ? [state] : []
    return [input.write]
  },
  key: String,
}

const write = (value: number, from: number, to = Infinity): Operation<Input, number | 'ok'> => ({
  input: { write: value },
  output: to === Infinity ? undefined : 'ok',
  from,
  to,
})
const read = (output: number, from: number, to: number): Operation<Input, number | 'ok'> => ({
  input: 'read',
  output,
  from,
  to,
})

describe('an order is found', () => {
  it.each([
    ['of nothing', []],
    ['one after the other', [write(1, 0, 1), read(1, 2, 3)]],
    ['where calls overlap and the later begun took effect first', [write(1, 0, 10), read(1, 1, 2), read(1, 3, 4)]],
    ['where a write without an answer took effect late', [write(1, 0), read(0, 5, 6), read(1, 7, 8)]],
    ['where a write without an answer never took effect', [write(1, 0), read(0, 5, 6)]],
  ])('%s', (_, operations) => {
    expect(findOrder(operations, register).found).toBe('order')
  })
})

describe('no order is found', () => {
  it.each([
    ['where a read after a write shows what was before it', [write(1, 0, 1), read(0, 2, 3)]],
    ['where a value that nobody wrote is read', [write(1, 0, 10), read(2, 1, 2)]],
    ['where what was written is read, and then no more', [write(1, 0, 10), read(1, 1, 2), read(0, 3, 4)]],
    [
      'where two readers see two writes in two orders',
      [write(1, 0, 10), write(2, 0, 10), read(1, 11, 12), read(2, 13, 14)],
    ],
  ])('%s', (_, operations) => {
    const order = findOrder(operations, register)
    expect(order.found).toBe('none')
    expect(order.found === 'none' && order.stuckAt.length).toBeGreaterThan(0)
  })
})

it('gives up within its bound', () => {
  const tangled = Array.from({ length: 16 }, (_, n) => write(n, 0, 100))
  expect(findOrder([...tangled, read(99, 101, 102)], register, 200).found).toBe('gave-up')
})
