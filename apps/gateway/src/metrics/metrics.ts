// What the gateway counts, for Prometheus. Every label is from a list that is known beforehand: loops of the configuration,
// statuses, outcomes. What callers name (kinds, requesters, targets) is never one.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  readonly registry: Registry
  readonly created: Counter<'loop'>
  readonly changed: Counter<'loop' | 'status'>
  readonly decisionSeconds: Histogram<'loop' | 'verdict'>
  readonly pending: Gauge<'loop'>
  readonly oldestPending: Gauge<'loop'>
  readonly deliveries: Counter<'channel' | 'effect' | 'result'>
  readonly outbound: Counter<'channel' | 'outcome'>
  readonly callbacks: Counter<'status'>
  readonly storeErrors: Counter<'call'>
  readonly ready: Gauge
  readonly reloadRefused: Gauge
  readonly hitlShLimit: Gauge
  readonly hitlShRemaining: Gauge
  readonly hitlShWaiting: Gauge
}

/** From a second to the longest that an approval usually waits. */
const buckets = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 14_400, 86_400]

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const counter = <T extends string>(name: string, help: string, labelNames: T[]) =>
    new Counter({ name: `holdpoint_${name}`, help, labelNames, registers })
  const gauge = <T extends string>(name: string, help: string, labelNames: T[] = []) =>
    new Gauge({ name: `holdpoint_${name}`, help, labelNames, registers })
  return {
    registry,
    created: counter('approvals_created_total', 'Approvals asked for on this node', ['loop']),
    changed: counter('approvals_changed_total', 'Changes of status made by this node, by the new status', [
      'loop',
      'status',
    ]),
    decisionSeconds: new Histogram({
      name: 'holdpoint_decision_seconds',
      help: 'From the request to the decision or the expiry, as this node committed it',
      labelNames: ['loop', 'verdict'],
      buckets,
      registers,
    }),
    pending: gauge(
      'pending_approvals',
      'Approvals that wait for a decision, over all nodes; counted up to 10,000 a loop',
      ['loop'],
    ),
    oldestPending: gauge('oldest_pending_seconds', 'Age of the approval that waits longest; 0 where none waits', [
      'loop',
    ]),
    deliveries: counter('channel_deliveries_total', 'Questions and notices to places where reviewers are asked', [
      'channel',
      'effect',
      'result',
    ]),
    outbound: counter('outbound_messages_total', 'Approved messages handed to an outbound channel', [
      'channel',
      'outcome',
    ]),
    callbacks: counter('callbacks_total', 'Calls of /hitl/callback by the status they were answered with', ['status']),
    storeErrors: counter('store_errors_total', 'Calls of the store that failed, their outcome unknown', ['call']),
    ready: gauge('ready', '1 while /readyz answers 200'),
    reloadRefused: gauge('config_reload_refused', '1 while the last reload of the configuration was refused'),
    hitlShLimit: gauge('hitl_sh_calls_limit', 'Calls of HITL.sh in an hour, as it says; absent without hitlSh'),
    hitlShRemaining: gauge('hitl_sh_calls_remaining', 'Calls left of them'),
    hitlShWaiting: gauge('hitl_sh_questions_waiting', 'Questions that wait for calls to be left'),
  }
}
