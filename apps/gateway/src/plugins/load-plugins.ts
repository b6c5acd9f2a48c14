// Imports the plugins that the configuration names. Their modules run here, before the gateway takes a port.
import { pathToFileURL } from 'node:url'
import { HoldpointError } from '@holdpoint/core'
import { checkPlugin } from './check-plugin.ts'
import type { Plugin } from './plugin.ts'

/** Throws `invalid_config` that names the file, or the two plugins of one name. */
export async function loadPlugins(files: readonly string[]): Promise<readonly Plugin[]> {
  const plugins = new Map<string, { readonly plugin: Plugin; readonly file: string }>()
  for (const file of files) {
    const plugin = checkPlugin(exportedBy(await load(file)), file)
    const earlier = plugins.get(plugin.name)
    if (earlier)
      throw new HoldpointError(
        'invalid_config',
        `plugins: ${earlier.file} and ${file} are both named "${plugin.name}"; give one another name.`,
      )
    plugins.set(plugin.name, { plugin, file })
  }
  return [...plugins.values()].map(({ plugin }) => plugin)
}

async function load(file: string): Promise<object> {
  try {
    const module: object = await import(pathToFileURL(file).href)
    return module
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new HoldpointError('invalid_config', `plugins: ${file} can’t be loaded: ${why}`, { cause: error })
  }
}

/** What is exported by default, or under the name `plugin`. */
const exportedBy = (module: object): unknown =>
  'default' in module ? module.default : 'plugin' in module ? module.plugin : undefined
