// How commands end: with a sentence on stderr and an exit code.
import type { Refusal } from '@holdpoint/core'
import type { CliHost, ExitCode } from './cli-host.ts'
import { nearest } from './nearest.ts'

/** It was not understood. */
export function usage(host: CliHost, sentence: string): ExitCode {
  host.stderr.write(`holdpoint: ${sentence}\n`)
  return 2
}

/** It was understood and refused. */
export function failed(host: CliHost, refusal: Refusal): ExitCode {
  const field = refusal.field === undefined ? '' : `${refusal.field}: `
  host.stderr.write(`holdpoint: ${field}${printable(refusal.detail)}\n`)
  return 1
}

export function unknownCommand(host: CliHost, typed: string, known: readonly string[], group = ''): ExitCode {
  const near = nearest(typed, known)
  const hint = near === undefined ? `there are ${known.join(', ')}` : `did you mean "${group}${near}"?`
  // A long word is no mistyped command but perhaps a pasted secret: it is not repeated.
  const named = typed.length > 32 ? 'There is no such command' : `There is no command "${group}${printable(typed)}"`
  return usage(host, `${named}; ${hint}`)
}

/** Without control characters: a terminal would obey them. */
export const printable = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')
