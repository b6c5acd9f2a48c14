import { describe, expect, it } from 'vitest'
import { isSuccess, parseTallyLine, tallyLine, tallyOf } from '../lib/tally.mjs'

const module = (state: string, tests: readonly string[]) => ({
  state: () => state,
  children: { allTests: () => tests.map((each) => ({ result: () => ({ state: each }) })) },
})

describe('tally', () => {
  it('counts tests by their state, pending ones as skipped', () => {
    const modules = [module('failed', ['passed', 'failed']), module('passed', ['passed', 'skipped', 'pending'])]
    expect(tallyOf(modules, [])).toEqual({ passed: 2, failed: 1, skipped: 2 })
  })

  it('counts a file that did not load, or whose hook failed after its tests passed, as a failure', () => {
    expect(tallyOf([module('failed', []), module('failed', ['passed'])], [])).toEqual({
      passed: 1,
      failed: 2,
      skipped: 0,
    })
  })

  it('counts an error that no test caught as a failure', () => {
    expect(tallyOf([module('passed', ['passed'])], [new Error('stray')])).toEqual({ passed: 1, failed: 1, skipped: 0 })
  })

  it('writes the skipped only if there are any, and reads its own lines', () => {
    expect(tallyLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed')
    expect(tallyLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped')
    expect(parseTallyLine('3 passed, 1 failed, 2 skipped')).toEqual({ passed: 3, failed: 1, skipped: 2 })
    expect(parseTallyLine('3 passed, 1 failed')).toEqual({ passed: 3, failed: 1, skipped: 0 })
    expect(parseTallyLine('core: 3 passed, 1 failed')).toBeUndefined()
  })

  it('is no success if nothing ran', () => {
    expect(isSuccess({ passed: 0, failed: 0, skipped: 4 })).toBe(false)
    expect(isSuccess({ passed: 1, failed: 0, skipped: 4 })).toBe(true)
    expect(isSuccess({ passed: 1, failed: 1, skipped: 0 })).toBe(false)
  })
})
