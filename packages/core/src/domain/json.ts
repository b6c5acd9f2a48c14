/** What JSON can hold. `undefined` is not part of it: a field is there or it isn't. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * A copy that nobody can change, however deep: what a reviewer saw is what runs. By hand, because `structuredClone` takes
 * several times as long, and every record that is read comes through here.
 */
export function frozenCopy<T extends Json>(value: T): T {
  return copyOf(value) as T
}

function copyOf(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return Object.freeze(value.map(copyOf))
  const copy: Record<string, Json> = {}
  for (const [key, inner] of Object.entries(value)) {
    const copied = copyOf(inner)
    // Assigned, this one name would be the copy's prototype.
    if (key === '__proto__') Object.defineProperty(copy, key, { value: copied, enumerable: true })
    else copy[key] = copied
  }
  return Object.freeze(copy)
}

/**
 * Where `value` is something JSON can't hold (`undefined`, `NaN`, a Date, a lone surrogate, a class instance), as a path
 * such as `input.items[2]`; undefined if all of it is JSON. Such values would be dropped or changed in silence by
 * `JSON.stringify`, and then what runs would not be what was shown.
 */
export function whereNotJson(value: unknown, path = '', depth = 0): string | undefined {
  if (value === null || typeof value === 'boolean') return undefined
  if (typeof value === 'string') return value.isWellFormed() ? undefined : path
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : path
  if (typeof value !== 'object' || depth > maxDepth) return path
  if (Array.isArray(value)) return firstDefined(value, (inner, i) => whereNotJson(inner, `${path}[${i}]`, depth + 1))
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return path
  return firstDefined(Object.entries(value), ([key, inner]) => {
    const at = path === '' ? key : `${path}.${key}`
    return key === '__proto__' || !key.isWellFormed() ? at : whereNotJson(inner, at, depth + 1)
  })
}

/** How deep JSON may nest: more is an attack on whoever walks it. */
export const maxDepth = 64

function firstDefined<T, R>(items: readonly T[], find: (item: T, i: number) => R | undefined): R | undefined {
  for (let i = 0; i < items.length; i++) {
    const found = find(items[i] as T, i)
    if (found !== undefined) return found
  }
  return undefined
}
