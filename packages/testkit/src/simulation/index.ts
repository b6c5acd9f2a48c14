// The seeded simulation. Re-exports only.
export { simulate, type SimulationReport } from './simulate.ts'
export type { Violation } from './history.ts'
export { tellStory } from './tell-story.ts'
