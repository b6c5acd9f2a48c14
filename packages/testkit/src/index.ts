// Conformance suites and stand-ins for testing what is built on Holdpoint. Re-exports only.
export { simulate, tellStory, type SimulationReport, type Violation } from './simulation/index.ts'
export { approvalModel, type ApprovalTerms, type Heard, type Said } from './simulation/checks/approval-model.ts'
export { findOrder, type Model, type Operation, type Order } from './simulation/checks/find-order.ts'
export { adapterSuite, type AdapterSuiteOptions } from './adapter-suite.ts'
export { dialRaw, type RawClient } from './adapter-suite/raw-client.ts'
export type { AdapterApp, AppAnswer, AppCall, AppRoute, ServeApp, ServedApp } from './adapter-suite/adapter-case.ts'
export { createFakeClock, type FakeClock, type FakeClockOptions } from './fake-clock.ts'
export { startPostgres, type PostgresOptions, type PostgresServer } from './faults/start-postgres.ts'
export { startTcpProxy, type Direction, type Fate, type TcpProxy } from './faults/tcp-proxy.ts'
export { hostileRows, hostileSuite, type HostileSuiteOptions } from './hostile-suite.ts'
export { attack, send, sendRaw, type Attacked } from './hostile/attack.ts'
export { disguisesOf } from './hostile/disguises.ts'
export { findLeaks } from './hostile/find-leaks.ts'
export type { HostileInput, HostileRow, Way } from './hostile/hostile-row.ts'
export type { HostileSite, OpenSite } from './hostile/hostile-site.ts'
export { ambiguousJson, brokenJson, heavyJson } from './hostile/json-bodies.ts'
export { markOf } from './hostile/mark.ts'
export { serveHostileSite } from './hostile/serve-hostile-site.ts'
export { disguisedTargets, lookAlikeTargets } from './hostile/targets.ts'
export { sampleApproval } from './sample-approval.ts'
export { storeSuite, type StoreSuiteOptions } from './store-suite.ts'
export type { OpenedStore } from './store-suite/store-case.ts'
export {
  startHitlShStandIn,
  type CallbackOptions,
  type HitlShStandIn,
  type HitlShStandInOptions,
} from './hitl-sh-stand-in.ts'
export type { StandInMember, StandInRequest } from './hitl-sh-stand-in/ledger.ts'
export type { Fault, Misbehaviour } from './hitl-sh-stand-in/misbehaviour.ts'
export type { CallbackReport } from './hitl-sh-stand-in/post-callback.ts'
export type { AnswerOptions } from './hitl-sh-stand-in/reviewers.ts'
export type { StandInCall } from './hitl-sh-stand-in/serve.ts'
