import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { assertPortIsFree, requestedPort } from '../lib/port.mjs'

const open: Server[] = []
const listen = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(address !== null && typeof address === 'object' ? address.port : 0)
    })
    open.push(server)
  })
const close = (server: Server) => new Promise((resolve) => server.close(resolve))

afterEach(async () => {
  await Promise.all(open.splice(0).map(close))
})

describe('the port that start looks at', () => {
  it('comes from the argument, then the environment, then the default', () => {
    expect(requestedPort(['--port', '5001'], { HOLDPOINT_SERVER_PORT: '5002' }, false)).toBe(5001)
    expect(requestedPort(['--port=5001'], {}, true)).toBe(5001)
    expect(requestedPort([], { HOLDPOINT_SERVER_PORT: '5002' }, true)).toBe(5002)
    expect(requestedPort([], {}, false)).toBe(4180)
  })

  it('is left to the gateway where a config may name it, or where it is no port', () => {
    expect(requestedPort([], {}, true)).toBeUndefined()
    expect(requestedPort(['--port', 'http'], {}, false)).toBeUndefined()
    expect(requestedPort(['--port', '70000'], {}, false)).toBeUndefined()
  })

  it('is refused in one sentence that names it while something listens there', async () => {
    const port = await listen()
    await expect(assertPortIsFree(port)).rejects.toThrow(`Port ${port} is taken`)
  })

  it('is free again afterwards, and looking leaves nothing listening', async () => {
    const port = await listen()
    await Promise.all(open.splice(0).map(close))
    await assertPortIsFree(port)
    await assertPortIsFree(port)
  })
})
