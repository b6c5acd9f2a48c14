// A process of its own on a file store. `write <folder> <name> <records> <compactAtBytes>` writes until it is stopped or
// has written so many, and says line by line what it was told. `hold <folder> <name>` opens the store and writes one
// record for each message, until it is `close`.
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
const { openFileStore } = await import('../../src/index.ts')
const { numberedRecord, writeAcknowledged } = await import('@holdpoint/testkit/faults')

const [mode, folder, name, records, compactAtBytes] = process.argv.slice(2)
const print = (line) => writeSync(1, `${line}\n`)
// Small by default, so that compactions are among what is interrupted.
const options = {
  compactAtBytes: Number(compactAtBytes ?? 8_000),
  warn: (message) => writeSync(2, `warning: ${message}\n`),
}

if (mode === 'write') {
  try {
    const store = await openFileStore({ folder }, options)
    const count = records === undefined ? {} : { records: Number(records), writers: 2 }
    const refused = await writeAcknowledged(store, { name, acknowledge: (id, rev) => print(`${id} ${rev}`), ...count })
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
}

if (mode === 'hold') {
  const store = await openFileStore({ folder }, options).catch((error) => error)
  if (store instanceof Error) {
    process.send({ refused: store.message })
    process.disconnect()
  } else {
    const heard = async (id) => {
      if (id === 'close') {
        await store.close()
        return { closed: true }
      }
      const answer = await store.create(numberedRecord(id, 1, name)).catch((error) => error.message)
      const read = await store.read('approvals', id).then(
        (record) => record?.rev ?? 'absent',
        (error) => error.message,
      )
      return { answer, read }
    }
    process.on('message', (id) => void heard(id).then((message) => process.send(message)))
    process.on('disconnect', () => void store.close())
    process.send({ ready: true })
  }
}
