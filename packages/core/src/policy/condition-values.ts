// What the operators of conditions do with JSON values. `undefined` is "this can't be judged": a wrong type, a missing
// field, a used-up budget. Whatever takes time in proportion to its operands pays for it first.
import type { Json } from '../domain/json.ts'
import { spend, type Budget } from './budget.ts'

export type Value = Json | undefined

function isObject(value: Value): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isList(value: Value): value is readonly Json[] {
  return Array.isArray(value)
}

/** Own fields only: what a prototype adds is in no action. */
export function fieldOf(value: Value, name: string): Value {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

export function hasField(value: Value, name: string): boolean | undefined {
  return isObject(value) ? Object.hasOwn(value, name) : undefined
}

export function elementOf(value: Value, index: Value): Value {
  if (typeof index === 'string') return fieldOf(value, index)
  return isList(value) && typeof index === 'number' && Number.isInteger(index) ? value[index] : undefined
}

/** Values of different types are unequal; all numbers are of one type. */
export function equal(left: Value, right: Value, budget: Budget): boolean | undefined {
  if (left === undefined || right === undefined) return undefined
  if (typeof left === 'string' && typeof right === 'string') {
    if (left.length !== right.length) return false
    return spend(budget, left.length / 64) ? left === right : undefined
  }
  if (isList(left) && isList(right)) return equalLists(left, right, budget)
  if (!isObject(left) || !isObject(right)) return left === right
  const size = sizeOf(left, budget)
  const other = sizeOf(right, budget)
  if (size === undefined || other === undefined) return undefined
  if (size !== other) return false
  if (!spend(budget, 16 * size)) return undefined
  for (const [key, value] of Object.entries(left)) {
    if (!Object.hasOwn(right, key)) return false
    const same = equal(value, right[key], budget)
    if (same !== true) return same
  }
  return true
}

function equalLists(left: readonly Json[], right: readonly Json[], budget: Budget): boolean | undefined {
  if (left.length !== right.length) return false
  for (const [i, value] of left.entries()) {
    if (!spend(budget, 4)) return undefined
    const same = equal(value, right[i], budget)
    if (same !== true) return same
  }
  return true
}

/** Below, at or above zero. Numbers with numbers and text with text (by UTF-16 units); nothing else has an order. */
export function compare(left: Value, right: Value, budget: Budget): number | undefined {
  if (typeof left === 'number' && typeof right === 'number') return left - right
  if (typeof left !== 'string' || typeof right !== 'string') return undefined
  if (!spend(budget, Math.min(left.length, right.length) / 16)) return undefined
  if (left === right) return 0
  return left < right ? -1 : 1
}

/** Whether it is an element of a list, or the name of an object's field. */
export function isIn(value: Value, within: Value, budget: Budget): boolean | undefined {
  if (value === undefined) return undefined
  if (!isList(within)) return typeof value === 'string' ? hasField(within, value) : undefined
  for (const element of within) {
    if (!spend(budget, 2)) return undefined
    const same = equal(element, value, budget)
    if (same !== false) return same
  }
  return false
}

/** Of text in code points, as CEL counts them; of a list its elements, of an object its fields. */
export function sizeOf(value: Value, budget: Budget): number | undefined {
  if (isList(value)) return value.length
  let size = 0
  if (typeof value === 'string') {
    if (!spend(budget, value.length)) return undefined
    for (const _ of value) size++
    return size
  }
  if (!isObject(value)) return undefined
  // Fields can't be counted without listing them, so they are paid for as they come.
  for (const _ in value) {
    if (!spend(budget, 12)) return undefined
    size++
  }
  return size
}
