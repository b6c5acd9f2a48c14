// Installs, builds, lints, type-checks and tests everything. Runs on Node 18 or newer, in a fresh clone. Arguments go to vitest.
import { verify } from './lib/verify.mjs'

await verify({ testArgs: process.argv.slice(2).filter((arg, index) => !(index === 0 && arg === '--')) })
