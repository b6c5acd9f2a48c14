import { HoldpointError } from '@holdpoint/core/store'

/** Loads what needs the package `name`, which a host installs for the database it uses. */
export async function loadDriver<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (code !== 'ERR_MODULE_NOT_FOUND' || !String(cause).includes(`'${name}'`)) throw cause
    throw new HoldpointError('invalid_config', `This database needs the package ${name}: npm install ${name}`, {
      cause,
    })
  }
}
