// One line of a journal or snapshot: a JSON object whose last member is the CRC-32 of all of the line before it.
import { crc32 } from 'node:zlib'

const sumMember = /^,"sum":"([0-9a-f]{8})"\}$/
const sumLength = ',"sum":"00000000"}'.length

export const hex = (sum: number) => sum.toString(16).padStart(8, '0')

/** With its newline. The value must have a member. */
export function toLine(value: object): string {
  const head = JSON.stringify(value).slice(0, -1)
  return `${head},"sum":"${hex(crc32(head))}"}\n`
}

/** The object's text, or undefined if these bytes (without newline) are not a line that was written here. */
export function textOf(bytes: Buffer): string | undefined {
  const head = bytes.subarray(0, -sumLength)
  const sum = sumMember.exec(bytes.toString('latin1', head.length))?.[1]
  return sum !== undefined && head.length > 0 && sum === hex(crc32(head)) ? `${head.toString()}}` : undefined
}
