/** What JSON can hold. `undefined` is not part of it: a field is there or it isn't. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** A copy that nobody can change, however deep: what a reviewer saw is what runs. */
export function frozenCopy<T extends Json>(value: T): T {
  return deepFreeze(structuredClone(value))
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const inner of Object.values(value)) deepFreeze(inner)
  return Object.freeze(value)
}
