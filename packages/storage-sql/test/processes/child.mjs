// A process of its own on a SQLite file or a PostgreSQL: races compare-and-sets when told to, or writes until it is killed.
import { writeSync } from 'node:fs'
import { registerHooks } from 'node:module'

// Runs the sources, as the tests do, so that nothing has to be built first.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@holdpoint/core/store'
      ? { url: new URL('../../../core/src/store.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
})
const { openPostgresStore, openSqliteStore } = await import('../../src/index.ts')

const [mode, path, name] = process.argv.slice(2)
const store = path.startsWith('postgres:')
  ? await openPostgresStore({ url: path }, { schema: 'processes' })
  : await openSqliteStore({ path })

const recordOf = (id, rev, by) => ({
  collection: 'approvals',
  id,
  rev,
  schema: 1,
  dueAt: rev,
  sortKey: '1',
  facets: [`v${rev}`, 'default', 'tool.call', by],
  turn: null,
  body: JSON.stringify({ id, rev, by, pad: 'x'.repeat(rev * 300) }),
  outbox: [{ effect: { kind: 'execute', id: `${id}:${rev}` }, dueAt: rev, attempts: 0 }],
})

if (mode === 'race') {
  const race = async (rev) => {
    const contenders = Array.from({ length: 5 }, (_, n) => recordOf('a1', rev + 1, `${name}.${n}`))
    const answers = await Promise.all(contenders.map((record) => store.commit(record, rev)))
    process.send({ answers, names: contenders.map((record) => record.facets[3]) })
  }
  process.on('message', ({ rev }) => void race(rev))
  process.on('disconnect', () => void store.close())
  process.send('ready')
}

if (mode === 'write') {
  // A line is written only after the answer came, and synchronously: what the parent reads was acknowledged.
  const acknowledge = (id, rev) => writeSync(1, `${id} ${rev}\n`)
  await Promise.all(
    Array.from({ length: 8 }, async (_, writer) => {
      for (let n = 0; ; n += 1) {
        const id = `${name}-${writer}-${n}`
        if ((await store.create(recordOf(id, 1, name))) === 'created') acknowledge(id, 1)
        for (const rev of [1, 2])
          if ((await store.commit(recordOf(id, rev + 1, name), rev)) === 'won') acknowledge(id, rev + 1)
      }
    }),
  )
}
