// A process in which one of the two drivers isn't installed: says what opening either store comes to.
import { registerHooks } from 'node:module'

const [, , missing, path, url] = process.argv

registerHooks({
  resolve(specifier, context, next) {
    // Runs the sources, as the tests do, so that nothing has to be built first.
    if (specifier === '@holdpoint/core/store')
      return { url: new URL('../../../core/src/store.ts', import.meta.url).href, shortCircuit: true }
    if (specifier !== missing) return next(specifier, context)
    const error = new Error(`Cannot find package '${missing}' imported from ${context.parentURL}`)
    throw Object.assign(error, { code: 'ERR_MODULE_NOT_FOUND' })
  },
})
const { openPostgresStore, openSqliteStore } = await import('../../src/index.ts')

const outcome = async (opening) => {
  try {
    await (await opening).close()
    return 'opened'
  } catch (error) {
    return String(error)
  }
}
const said = { sqlite: await outcome(openSqliteStore({ path })), postgres: await outcome(openPostgresStore({ url })) }
process.stdout.write(JSON.stringify(said))
