import { request } from 'undici'
import { afterEach, describe, expect, it } from 'vitest'
import { AddressRefused, createAddressFilter, type ResolveAll } from '../../src/outbound/address-filter.ts'
import { startReceiver, type Receiver } from './loopback-receiver.ts'

let receiver: Receiver | undefined
afterEach(async () => {
  await receiver?.close()
  receiver = undefined
})

const start = async () => (receiver = await startReceiver((response) => response.end('reached')))

async function reach(url: string, allow: readonly string[], resolveAll?: ResolveAll) {
  const filter = createAddressFilter(resolveAll === undefined ? { allow } : { allow, resolveAll })
  let connected = false
  const agent = filter.createAgent({ connectTimeoutMs: 2_000, onConnected: () => (connected = true) })
  try {
    const answer = await request(url, { dispatcher: agent })
    return await answer.body.text()
  } catch (error) {
    expect(connected).toBe(false)
    return error
  } finally {
    await agent.destroy()
  }
}

const answers =
  (...lists: readonly string[][]): ResolveAll =>
  (_, __, done) => {
    const list = lists.length > 1 ? (lists as string[][]).shift() : lists[0]
    done(
      null,
      (list ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }

describe('createAgent: judged on the address connected to', () => {
  it('reaches what is allowed, by address and by name', async () => {
    const { port } = await start()
    expect(await reach(`http://127.0.0.1:${port}`, ['127.0.0.0/8'])).toBe('reached')
    expect(await reach(`http://any.example:${port}`, ['127.0.0.0/8'], answers(['127.0.0.1']))).toBe('reached')
    expect(await reach(`http://localhost:${port}`, ['127.0.0.0/8'])).toBe('reached')
  })

  it.each(['127.0.0.1', '127.1', '2130706433', '0x7f.1', '0', '[::1]', '[::ffff:127.0.0.1]', 'localhost'])(
    'does not reach %s when it is not allowed, even past the URL check',
    async (host) => {
      const { port, received } = await start()
      expect(await reach(`https://${host}:${port}`, [])).toBeInstanceOf(AddressRefused)
      expect(await reach(`http://${host}:${port}`, ['10.0.0.0/8'])).toBeInstanceOf(AddressRefused)
      expect(received).toHaveLength(0)
    },
  )

  it('filters every address of a name', async () => {
    const { port, received } = await start()
    const allow = ['127.0.0.0/8']
    expect(await reach(`http://a.example:${port}`, allow, answers(['10.0.0.1', '::1', '127.0.0.1']))).toBe('reached')
    const none = await reach(`http://a.example:${port}`, allow, answers(['10.0.0.1', '::1', '93.184.216.34']))
    expect(none).toBeInstanceOf(AddressRefused)
    expect(await reach(`http://a.example:${port}`, allow, answers([]))).toBeInstanceOf(AddressRefused)
    expect(await reach(`https://a.example:${port}`, [], answers(['::ffff:7f00:1', '127.0.0.1']))).toBeInstanceOf(
      AddressRefused,
    )
    expect(received).toHaveLength(1)
  })

  it('judges again when DNS changes its answer', async () => {
    const { port, received } = await start()
    const rebinding = answers(['127.0.0.1'], ['127.0.0.2'], ['169.254.169.254'])
    const url = `http://rebind.example:${port}`
    expect(await reach(url, ['127.0.0.1/32'], rebinding)).toBe('reached')
    expect(await reach(url, ['127.0.0.1/32'], rebinding)).toBeInstanceOf(AddressRefused)
    expect(await reach(url, ['127.0.0.1/32'], rebinding)).toBeInstanceOf(AddressRefused)
    expect(received).toHaveLength(1)
  })

  it('asks for the address once for a connection, so that there is no answer in between', async () => {
    const { port } = await start()
    let asked = 0
    const counting: ResolveAll = (_, __, done) => {
      asked++
      done(null, [{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }])
    }
    expect(await reach(`http://once.example:${port}`, ['127.0.0.0/8'], counting)).toBe('reached')
    expect(asked).toBe(1)
  })
})
