// How an approval is asked for: parse, settle loop, terms and identity, insert once; a replay finds what is there.
import { canonicalJson, sha256Of, type Digest } from '../domain/action.ts'
import type { Approval, Executor } from '../domain/approval.ts'
import type { RequestCommand } from '../domain/command.ts'
import { ok, refuse, type Result } from '../domain/errors.ts'
import { frozenCopy, type Json } from '../domain/json.ts'
import { transition } from '../domain/machine.ts'
import { mayUseLoop, type Principal } from '../domain/principal.ts'
import { parseDraft, type ApprovalDraft } from '../parse/draft.ts'
import { approvalsCollection, toRecord } from '../parse/record.ts'
import { answerPolicy } from '../policy/policy.ts'
import type { Ids, Store, Wake } from '../ports.ts'
import type { ApprovalResult } from './commit.ts'
import type { Settings } from './settings.ts'

export interface RequestOptions {
  /** 1–255 visible ASCII characters; the same key with the same draft finds the same approval. */
  readonly idempotencyKey?: string
  readonly executor?: Executor
}

/** `created` is false on a replay. */
export type Requested = ApprovalResult<{ readonly approval: Approval; readonly created: boolean }>

interface Context {
  readonly store: Store
  readonly wake: Wake
  readonly ids: Ids
  readonly settings: () => Settings
  readonly load: (id: string) => Promise<Result<Approval>>
}

export async function requestApproval(
  context: Context,
  principal: Principal,
  unparsed: ApprovalDraft | Json,
  { idempotencyKey, executor = 'requester' }: RequestOptions,
): Promise<Requested> {
  if (!principal.scopes.includes('request'))
    return refuse('forbidden', 'Asking for an approval takes a key with the scope "request".')
  const parsed = parseDraft(unparsed)
  if (!parsed.ok) return parsed
  // Copied before the first await: what the caller does to its own object from now on changes nothing.
  const draft = frozenCopy(parsed.value as ApprovalDraft & Json)
  const { loops, policy, maxPending } = context.settings()
  const loop = resolveLoop(principal, draft.loop, (name) => Object.hasOwn(loops, name))
  if (!loop.ok) return loop
  const terms = loops[loop.value]
  if (!terms) return refuse('not_found', 'There is no such loop.', 'loop')
  if (draft.callbackUrl !== undefined)
    return refuse(
      'invalid_request',
      'callbackUrl is not taken here: no `webhooks.secret` is configured.',
      'callbackUrl',
    )

  const id =
    idempotencyKey === undefined ? `ap_${context.ids.random()}` : idOf(loop.value, principal.id, idempotencyKey)
  const command: RequestCommand = {
    type: 'request',
    key: context.ids.random(),
    at: await context.store.now(),
    actor: principal.id,
    id,
    loop: loop.value,
    action: draft.action,
    draftHash: hashDraft(draft, loop.value, executor),
    ...(draft.claim && { claim: draft.claim }),
    ...(draft.context && { context: draft.context }),
    executor,
    channels: terms.channels,
    policy: answerPolicy(policy, draft.action.kind),
    thresholds: terms.thresholds,
    editable: false,
    ruleBindsInput: true,
    expiresInMs: draft.expiresInMs ?? policy.expiresInMs,
    grantMs: policy.grantMs,
    maxRunMs: policy.maxRunMs,
  }
  // A replay is answered from what is stored, whatever the policy says now; so look before judging anew.
  if (idempotencyKey !== undefined) {
    const stored = await context.load(id)
    if (stored.ok || stored.code !== 'not_found') return replay(stored, command)
  }
  return insert(context, command, maxPending)
}

async function insert(context: Context, command: RequestCommand, maxPending: number): Promise<Requested> {
  const { store, wake, load } = context
  const outcome = transition(undefined, command)
  if (outcome.type === 'refused') return outcome.refusal
  if (outcome.type === 'unchanged') return ok({ approval: outcome.approval, created: false })
  const approval = outcome.next
  const outbox = outcome.effects.map((effect) => ({ effect, dueAt: command.at, attempts: 0 }))
  const cap = { facets: ['pending', command.loop, undefined, command.actor] as const, max: maxPending }
  const verdict = await store
    .create(toRecord(approval, outbox, 1), approval.status === 'pending' ? cap : undefined)
    .catch(async (error: unknown) => {
      // The outcome is unknown: what is found under the id tells whether it was made.
      if (await store.read(approvalsCollection, command.id)) return 'exists' as const
      throw error
    })
  switch (verdict) {
    case 'created':
      wake.notify(command.id)
      return ok({ approval, created: true })
    case 'exists':
      return replay(await load(command.id), command)
    case 'full':
      return refuse(
        'too_many_pending',
        `You have ${maxPending} pending approvals in the loop "${command.loop}"; wait until some are decided.`,
      )
  }
}

function replay(stored: Result<Approval>, command: RequestCommand): Requested {
  if (!stored.ok) return stored
  const outcome = transition(stored.value, command)
  if (outcome.type === 'refused') return { ...outcome.refusal, approval: stored.value }
  return ok({ approval: stored.value, created: stored.value.applied[0]?.key === command.key })
}

/** Which loop a call means: the one it names, else the principal's only one, else `default` if it may use that. */
export function resolveLoop(
  principal: Principal,
  loop: string | undefined,
  isKnown: (loop: string) => boolean,
): Result<string> {
  const [only, ...others] = principal.loops
  const meant = loop ?? (only !== undefined && only !== '*' && others.length === 0 ? only : 'default')
  if (mayUseLoop(principal, meant) && isKnown(meant)) return ok(meant)
  return loop === undefined
    ? refuse('invalid_request', 'loop is missing; say which: your key is for several.', 'loop')
    : refuse('not_found', 'There is no such loop.', 'loop')
}

function hashDraft(draft: ApprovalDraft, loop: string, executor: Executor): Digest {
  const { action, claim, context, expiresInMs, callbackUrl } = draft
  const parts = [loop, executor, action, claim ?? null, context ?? null, expiresInMs ?? null, callbackUrl ?? null]
  return sha256Of(canonicalJson(parts as readonly Json[]))
}

/** One requester's key in one loop always names the same approval. */
function idOf(loop: string, requester: string, idempotencyKey: string): string {
  const [, hex = ''] = sha256Of(canonicalJson([loop, requester, idempotencyKey])).split(':')
  return `ap_${hex.slice(0, 32)}`
}
