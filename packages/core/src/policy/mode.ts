/** `off` runs, `on-miss` asks a live rule and then a human, `always` asks a human even if a rule would allow. */
export const modes = ['off', 'on-miss', 'always'] as const
export type Mode = (typeof modes)[number]
