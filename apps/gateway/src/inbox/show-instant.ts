/** An epoch-ms time as people read it, to the second: `2026-11-22 19:54:49 UTC`. */
export const showInstant = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
