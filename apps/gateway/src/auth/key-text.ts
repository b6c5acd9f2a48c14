// The text of an API key: `hpk_<name>_<secret>`. It carries its name, so finding its record takes one read.
import { isSecretText } from './secret.ts'

export const toKeyText = (name: string, secret: string): string => `hpk_${name}_${secret}`

export function parseKeyText(text: string): { readonly name: string; readonly secret: string } | undefined {
  const [, name, secret] = /^hpk_([a-z0-9][a-z0-9-]{0,62})_(.+)$/.exec(text) ?? []
  return name !== undefined && secret !== undefined && isSecretText(secret) ? { name, secret } : undefined
}
