// A process that may not make files larger than so much (RLIMIT_FSIZE): writes beyond fail with EFBIG.

/** The command and arguments that run the given ones under the limit. The shell counts in blocks of 512 bytes. */
export function limitedCommand(maxFileBytes: number, command: string, args: readonly string[]): [string, string[]] {
  const blocks = String(Math.floor(maxFileBytes / 512))
  return ['sh', ['-c', 'ulimit -f "$1"; shift; exec "$@"', 'sh', blocks, command, ...args]]
}
