// The hostile suite against the gateway as it is served, on every kind of store that several may share or one may keep.
import { hostileSuite, startPostgres } from '@holdpoint/testkit'
import { describe, it } from 'vitest'
import { gatewaySite } from './gateway-site.ts'

describe('on memory', () => {
  hostileSuite({ describe, it, open: () => gatewaySite({ storage: 'memory:' }) })
})

describe('on SQLite', () => {
  hostileSuite({ describe, it, open: () => gatewaySite({ storage: 'sqlite:./holdpoint.db' }) })
})

describe('on PostgreSQL', () => {
  hostileSuite({
    describe,
    it,
    async open() {
      const server = await startPostgres()
      const site = await gatewaySite({ storage: server.url })
      const close = async () => {
        await site.close()
        await server.remove()
      }
      return { ...site, close }
    },
  })
})
