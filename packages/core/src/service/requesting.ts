// How an approval is asked for: parse, settle loop, terms and identity, insert once; a replay finds what is there.
import { digestOf, type Digest } from '../domain/action.ts'
import type { Approval, Executor, PolicyAnswer, Status } from '../domain/approval.ts'
import type { RequestCommand } from '../domain/command.ts'
import { ok, refuse, type Result } from '../domain/errors.ts'
import { frozenCopy, type Json } from '../domain/json.ts'
import { transition } from '../domain/machine.ts'
import { authorize, type Principal } from '../domain/principal.ts'
import { parseDraft, type ApprovalDraft } from '../parse/draft.ts'
import { approvalsCollection, toRecord } from '../parse/record.ts'
import type { Hooks, Ids, Log, Store, Wake } from '../ports.ts'
import { hashDraft, idOf } from './asked.ts'
import { toEntry, type ApprovalResult } from './commit.ts'
import type { Denials } from './denials.ts'
import type { Judge, Terms } from './judging.ts'
import { loadApproval } from './loading.ts'
import { resolveLoop } from './resolve-loop.ts'
import type { LoopSettings, Settings } from './settings.ts'

export interface RequestOptions {
  /** 1–255 visible ASCII characters; the same key with the same draft finds the same approval. */
  readonly idempotencyKey?: string
  readonly executor?: Executor
  /** Fewer pending ones than the settings let this requester have in the loop. */
  readonly maxPending?: number
}

/** `created` is false where an approval that was there before answers. */
export type Requested = ApprovalResult<{ readonly approval: Approval; readonly created: boolean }>

/** What came of a request that makes a record only where a human is asked. */
export type Asked = ApprovalResult<
  | { readonly type: 'held'; readonly approval: Approval }
  /** By the policy, or by a rule whose use it took; nothing was stored. */
  | { readonly type: 'answered'; readonly policy: PolicyAnswer; readonly loop: string }
>

interface Context {
  readonly store: Store
  readonly wake: Wake
  readonly ids: Ids
  readonly log: Log
  readonly settings: () => Settings
  readonly judge: Judge
  readonly denials: Denials
  readonly hooks?: Pick<Hooks, 'judge'> | undefined
}

/** A parsed draft, with everything settled that doesn't need the store. */
interface Ask {
  readonly draft: ApprovalDraft
  readonly loop: string
  readonly loopSettings: LoopSettings
  readonly requester: string
  /** The way in. */
  readonly via: string
  readonly executor: Executor
  /** Only what is stored, or compared with what is, needs it. */
  readonly draftHash: () => Digest
  /** Given where the same call must find the same approval. */
  readonly id?: string
  /** The approval that is asked again: it passes the memory of denials. */
  readonly reopens?: string
  readonly maxPending?: number
}

export async function requestApproval(
  context: Context,
  principal: Principal,
  unparsed: ApprovalDraft | Json,
  options: RequestOptions,
): Promise<Requested> {
  const asked = settle(context, principal, unparsed, options)
  return asked.ok ? ask(context, asked.value) : asked
}

/** As `requestApproval`, but what the policy or a rule answers by itself makes no record. */
export async function requestIfAsked(
  context: Context,
  principal: Principal,
  unparsed: ApprovalDraft | Json,
  options: Omit<RequestOptions, 'idempotencyKey'>,
): Promise<Asked> {
  const settled = settle(context, principal, unparsed, options)
  if (!settled.ok) return settled
  const asked = settled.value
  const remembered = await answerFromDenials(context, asked)
  if (remembered) return held(remembered)
  const terms = await judgeAsk(context, asked)
  const { policy } = terms
  return policy.answer === 'ask'
    ? held(await hold(context, asked, terms))
    : ok({ type: 'answered', policy, loop: asked.loop })
}

const held = (requested: Requested): Asked =>
  requested.ok ? ok({ type: 'held', approval: requested.value.approval }) : requested

/** Everything that doesn't need the store. */
function settle(
  context: Context,
  principal: Principal,
  unparsed: ApprovalDraft | Json,
  { idempotencyKey, executor = 'requester', maxPending }: RequestOptions,
): Result<Ask> {
  if (!principal.scopes.includes('request'))
    return refuse('forbidden', 'Asking for an approval takes a key with the scope "request".')
  const parsed = parseDraft(unparsed)
  if (!parsed.ok) return parsed
  // Copied before the first await: what the caller does to its own object from now on changes nothing.
  const draft: ApprovalDraft = frozenCopy(parsed.value as ApprovalDraft & Json)
  const { loops } = context.settings()
  const loop = resolveLoop(principal, draft.loop, (name) => Object.hasOwn(loops, name))
  if (!loop.ok) return loop
  const loopSettings = loops[loop.value]
  if (!loopSettings) return refuse('not_found', 'There is no such loop.', 'loop')
  const judged = judgeCallbackUrl(context, draft)
  if (!judged.ok) return judged
  const requester = principal.id
  const draftHash = () => hashDraft(draft, loop.value, executor)
  return ok({
    draft,
    loop: loop.value,
    loopSettings,
    requester,
    via: principal.via,
    executor,
    draftHash,
    ...(idempotencyKey !== undefined && { id: idOf(loop.value, requester, 'key', idempotencyKey) }),
    ...(maxPending !== undefined && { maxPending }),
  })
}

function judgeCallbackUrl({ hooks }: Context, { callbackUrl }: ApprovalDraft): Result<true> {
  if (callbackUrl === undefined) return ok(true)
  if (!hooks)
    return refuse('invalid_request', 'callbackUrl is not taken: no `webhooks.secret` is configured.', 'callbackUrl')
  const judged = hooks.judge(callbackUrl)
  return judged.ok ? judged : refuse('invalid_request', judged.detail, 'callbackUrl')
}

const reopenable: ReadonlySet<Status> = new Set(['expired', 'denied', 'cancelled', 'lapsed', 'revoked'])

/** Asks again what ended without running. Asked again twice, it is the same new approval. */
export async function reopenApproval(
  context: Context,
  principal: Principal,
  id: string,
  digest: Digest | undefined,
): Promise<Requested> {
  const loaded = await loadApproval(context.store, id)
  if (!loaded.ok) return loaded
  const old = loaded.value
  const allowed = authorize(principal, 'reopen', old)
  if (!allowed.ok) return allowed
  if (digest !== undefined && digest !== old.digest)
    return { ...refuse('digest_mismatch', 'This is not the action that the approval holds.', 'digest'), approval: old }
  if (!reopenable.has(old.status))
    return {
      ...refuse('not_reopenable', `It is ${old.status}: only what ended without running is asked again.`),
      approval: old,
    }
  const { loop, requester, executor, action, claim, context: about, callbackUrl } = old
  const loopSettings = context.settings().loops[loop]
  if (!loopSettings) return refuse('not_found', 'There is no such loop.', 'loop')
  const draft = parseDraft({ action, claim, context: about, callbackUrl: context.hooks && callbackUrl })
  if (!draft.ok) return draft
  const draftHash = () => hashDraft(draft.value, loop, executor)
  const again = { id: idOf(loop, requester, 'reopen', id), reopens: id }
  return ask(context, {
    draft: draft.value,
    loop,
    loopSettings,
    requester,
    via: principal.via,
    executor,
    draftHash,
    ...again,
  })
}

async function ask(context: Context, asked: Ask): Promise<Requested> {
  // A replay is answered from what is stored, whatever the policy says now; so look before judging anew.
  if (asked.id !== undefined) {
    const stored = await loadApproval(context.store, asked.id)
    if (stored.ok) return replay(stored.value, asked)
    if (stored.code !== 'not_found') return stored
  }
  const remembered = asked.reopens === undefined ? await answerFromDenials(context, asked) : undefined
  if (remembered) return remembered
  return hold(context, asked, await judgeAsk(context, asked))
}

const judgeAsk = ({ judge }: Context, { loop, requester, draft, loopSettings }: Ask): Promise<Terms> =>
  judge.request({ loop, requester, action: draft.action }, loopSettings)

/** Where denials are remembered: the earlier one of the same action, or none for whoever was denied too often. */
async function answerFromDenials(context: Context, asked: Ask): Promise<Requested | undefined> {
  const memory = context.settings().policy.denialMemory
  if (!memory) return undefined
  const { denials, store, log } = context
  const { loop, requester, draft } = asked
  const requestDigest = digestOf(loop, requester, draft.action)
  const earlier = await denials.find({ loop, requester, requestDigest })
  const denied = earlier === undefined ? undefined : await loadApproval(store, earlier)
  if (denied?.ok && denied.value.status === 'denied') return ok({ approval: denied.value, created: false })
  if (memory.maxDenials !== undefined && (await denials.hasTooMany(loop, requester, memory.maxDenials))) {
    log.warn('refused: too many denials', { loop, requester, kind: draft.action.kind })
    return refuse('too_many_denials', 'You were denied so often lately that nobody is asked for now.')
  }
  return undefined
}

async function hold(context: Context, asked: Ask, terms: Terms): Promise<Requested> {
  const { draft, loop, requester, reopens, loopSettings } = asked
  const { policy, maxPending } = context.settings()
  const command: RequestCommand = {
    type: 'request',
    key: context.ids.random(),
    at: await context.store.now(),
    actor: requester,
    via: asked.via,
    id: asked.id ?? `ap_${context.ids.random()}`,
    loop,
    action: draft.action,
    draftHash: asked.draftHash(),
    ...(draft.claim && { claim: draft.claim }),
    ...(draft.context && { context: draft.context }),
    ...(draft.callbackUrl !== undefined && { callbackUrl: draft.callbackUrl }),
    executor: asked.executor,
    channels: loopSettings.channels,
    ...terms,
    ...(draft.expiresInMs !== undefined && { expiresInMs: draft.expiresInMs }),
    ...(policy.denialMemory && { denialMemoryMs: policy.denialMemory.windowMs }),
    ...(reopens !== undefined && { reopens }),
  }
  return insert(context, command, asked, Math.min(maxPending, asked.maxPending ?? Infinity))
}

async function insert(context: Context, command: RequestCommand, asked: Ask, maxPending: number): Promise<Requested> {
  const { store, wake } = context
  const outcome = transition(undefined, command)
  if (outcome.type === 'refused') return outcome.refusal
  if (outcome.type === 'unchanged') return ok({ approval: outcome.approval, created: false })
  const approval = outcome.next
  const outbox = outcome.effects.map((effect) => toEntry(effect, command.at))
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
    case 'exists': {
      const stored = await loadApproval(store, command.id)
      return stored.ok ? replay(stored.value, asked, command.key) : stored
    }
    case 'full':
      return refuse(
        'too_many_pending',
        `You have ${maxPending} pending approvals in the loop "${command.loop}"; wait until some are decided.`,
      )
  }
}

/** `key` tells whether it was this very call that made it, after an unknown outcome. */
function replay(stored: Approval, asked: Ask, key?: string): Requested {
  if (stored.draftHash === asked.draftHash() && stored.executor === asked.executor)
    return ok({ approval: stored, created: key !== undefined && stored.applied[0]?.key === key })
  const refusal = refuse('idempotency_mismatch', 'This Idempotency-Key was used before, for a request that differs.')
  return { ...refusal, approval: stored }
}
