import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { openFileStore } from '@holdpoint/storage-file'
import { storeSuite } from '@holdpoint/testkit'

// The second compacts all the time, so that every case also runs over snapshots.
describe.each([
  ['', {}],
  [' that is compacted all the time', { compactAtBytes: 1 }],
])('storeSuite on a folder%s', (_, options) => {
  storeSuite({
    describe,
    it,
    open: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'holdpoint-'))
      const open = () => openFileStore({ folder }, options)
      return { store: await open(), reopen: open, cleanup: () => rm(folder, { recursive: true }) }
    },
  })
})
