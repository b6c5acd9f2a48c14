// Deliberate mistakes, each of which the simulation must find out. `file` is below `packages/`; `find` must be in it
// exactly once; `budget` is how many seeds it may survive.
import { domainMutants } from './sim-mutants-domain.mjs'
import { serviceMutants } from './sim-mutants-service.mjs'

/** @typedef {{ name: string, file: string, find: string, replace: string, budget?: number }} Mutant */

/** @type {readonly Mutant[]} */
export const mutants = [...domainMutants, ...serviceMutants]
