import { describe, expect, it } from 'vitest'
import type { GuardedRouteOptions } from '../../src/http/index.ts'
import { guarded } from './guarded.ts'

const { guard } = guarded()
const made = (options: GuardedRouteOptions, methods = ['POST']) => {
  guard.route(options, { path: '/x', methods })
}

describe('what is said of a guarded route', () => {
  it.each([
    [{ public: true, approval: true }, 'maxPending'],
    [{ maxPending: 0 }, 'maxPending'],
    [{ headers: ['X-Tenant'] }, 'lower case'],
    [{ headers: ['authorization'] }, 'authorization'],
    [{ headers: ['prefer'] }, 'prefer'],
    [{ target: { path: '/y' } }, 'target.path'],
    [{ target: { 'header.x': 'y' } }, 'target.header.x'],
  ])('%j is a mistake that names the route and %s', (options, named) => {
    expect(() => made(options)).toThrow(named)
    expect(() => made(options)).toThrow('POST /x: ')
  })

  it.each(['GET', 'HEAD', 'OPTIONS'])('I28: %s asks for approval only where it says so', async (method) => {
    expect(() => made({}, [method, 'POST'])).toThrow('safeMethods: true')
    expect(() => made({ safeMethods: true }, [method])).not.toThrow()
    expect(() => made({ approval: false }, [method])).not.toThrow()
    // Where the methods aren't known beforehand, the call is refused.
    const { call, pending } = guarded()
    expect(await call(method, '/deploy')).toMatchObject({
      passed: false,
      status: 500,
      body: { code: 'invalid_config', detail: expect.stringContaining('/deploy') },
    })
    expect(await pending()).toBeUndefined()
  })
})
