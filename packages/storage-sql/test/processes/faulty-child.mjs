// A process of its own on a SQLite file whose disk fails: writes so many records, and says line by line what it was told.
import { writeSync } from 'node:fs'
import { registerHooks } from 'node:module'

// Runs the sources, as the tests do, so that nothing has to be built first.
const sources = {
  '@holdpoint/core/store': '../../../core/src/store.ts',
  '@holdpoint/testkit/faults': '../../../testkit/src/faults/index.ts',
}
registerHooks({
  resolve: (specifier, context, next) =>
    Object.hasOwn(sources, specifier)
      ? { url: new URL(sources[specifier], import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
})
const { openSqliteStore } = await import('../../src/index.ts')
const { numberedRecord, writeAcknowledged } = await import('@holdpoint/testkit/faults')

const [path, name, records] = process.argv.slice(2)
const acknowledge = (id, rev) => writeSync(1, `${id} ${rev}\n`)
try {
  const store = await openSqliteStore({ path })
  const refused = await writeAcknowledged(store, { name, acknowledge, writers: 2, records: Number(records) })
  for (const error of refused) writeSync(2, `refused: ${error.message}\n`)
  if (refused.length > 0)
    await store.create(numberedRecord(`${name}-after`, 1, name)).then(
      () => writeSync(2, 'then: created\n'),
      (error) => writeSync(2, `then: ${error.message}\n`),
    )
  await store.close()
} catch (error) {
  writeSync(2, `failed: ${error.message}\n`)
  process.exitCode = 3
}
