// Every key of the configuration, its form and its default. What spans several keys is judged in check-settings.ts.
import { isIP } from 'node:net'
import { defaultThresholds, verdicts, type Verdict } from '@holdpoint/core'
import { hitlShPriorities } from '@holdpoint/core/hitl-sh'
import { z } from 'zod'
import { expecting, flag, integer, isCidr, list, name, oneOf, parseUrl, section, text } from './expect.ts'

const secret = () => text('a secret, as `${VARIABLE}`, `{ file: … }` or text', () => true)
const cidrs = () =>
  list(text('an IP address or a CIDR block such as 10.0.0.0/8, and not all addresses', isCidr), 'a list of CIDR blocks')
const isHost = (value: string) => isIP(value) !== 0 || /^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(value)

const isHostAndPort = (value: string) => {
  const url = parseUrl(`http://${value}`)
  return url !== undefined && url.pathname === '/' && !/[/?#@\\*\s]/.test(value)
}

const isOrigin = (value: string) => {
  const url = parseUrl(value)
  return url !== undefined && url.pathname === '/' && !/[?#@]/.test(value)
}

const isExactOrigin = (value: string) => parseUrl(value)?.origin === value

const isPlainUrl = (value: string) => parseUrl(value) !== undefined && !/[?#@]/.test(value)

const server = section({
  host: text('an IP address or host name without port', isHost).default('127.0.0.1'),
  port: integer(0, 65_535).default(4180),
  publicUrl: text(
    'an http or https origin such as https://gate.example.com, without path or credentials',
    isOrigin,
  ).optional(),
  allowedHosts: list(
    text('a host name or address, with `:port` where it is not the scheme’s own', isHostAndPort),
    'a list of hosts',
  ).default([]),
  trustedProxies: cidrs().default([]),
  forwardedHeader: oneOf('x-forwarded-for', 'forwarded').default('x-forwarded-for'),
  untrustedProxyHeaders: oneOf('refuse', 'ignore').default('refuse'),
  maxWaitMs: integer(0, 3_600_000).default(60_000),
  maxBodyBytes: integer(1_024, 16_777_216).default(262_144),
  cors: list(
    text('an http or https origin such as https://console.example.com, as a browser writes it', isExactOrigin),
    'a list of origins',
  ).default([]),
})

const auth = z.discriminatedUnion(
  'mode',
  [
    section({ mode: z.literal('token'), token: secret() }),
    section({ mode: z.literal('password'), password: secret() }),
  ],
  {
    error: (issue) =>
      issue.code === 'invalid_union' ? "'token' or 'password'" : "an object such as { mode: 'token', token: … }",
  },
)

const isPostgresUrl = (value: string) => /^postgres(ql)?:\/\/\S+$/.test(value) && URL.canParse(value)

const storage = text(
  "'sqlite:<file>', 'file:<folder>', 'memory:' or 'postgres://user:password@host:5432/database', what is special in a password written as %XX",
  (value) => /^(memory:|file:\s*(?!\/\/)\S.*|sqlite:(?!:memory:)\s*\S.*)$/.test(value) || isPostgresUrl(value),
).default('sqlite:.holdpoint/holdpoint.db')

const postgres = section({
  schema: text('a name of lower-case letters, digits and _, at most 48 long', (value) =>
    /^(?!pg_)[a-z_][a-z0-9_]{0,47}$/.test(value),
  ).default('holdpoint'),
  maxConnections: integer(2, 1_000).default(10),
  transactionPooler: flag().default(false),
  listenUrl: text("a URL of the form 'postgres://user:password@host:5432/database'", isPostgresUrl).optional(),
})

const callback = section({
  keys: list(secret(), 'a list of one or two secrets')
    .refine((keys) => keys.length >= 1 && keys.length <= 2, { error: 'a list of one or two secrets' })
    .optional(),
  maxBodyBytes: integer(1_024, 1_048_576).default(65_536),
})

const loopId = () => text('the 24 hexadecimal digits of a HITL.sh loop', (value) => /^[0-9a-f]{24}$/i.test(value))

const isShownPath = (value: string) => /^(target|input|claim)(\.[^.\s]+)*$/.test(value)

const redact = section({
  fields: list(
    text('a path such as input.payloads.*.text, beginning with target, input or claim', isShownPath),
    'a list of paths',
  ).default([]),
  recipients: oneOf('show', 'mask', 'hide').default('show'),
})

const hitlSh = section({
  apiKey: secret(),
  loopId: loopId(),
  baseUrl: text('an https URL without query or credentials (http on loopback only)', isPlainUrl).default(
    'https://api.hitl.sh/v1',
  ),
  confirm: oneOf('always', 'never').default('always'),
  allowPartial: flag().default(false),
  rules: flag().default(false),
  priority: oneOf(...hitlShPriorities).default('high'),
  redact: redact.prefault({}),
  webhookSecrets: list(secret(), 'a list of at most two secrets')
    .refine((secrets) => secrets.length <= 2, { error: 'a list of at most two secrets' })
    .default([]),
  pollMs: expecting(
    '0 for never, or an integer from 10,000 to 3,600,000',
    (value): value is number =>
      value === 0 || (Number.isInteger(value) && Number(value) >= 10_000 && Number(value) <= 3_600_000),
  ).default(120_000),
})

/** What a loop says of its own questions, in place of `hitlSh`. */
const loopHitlSh = section({
  loopId: loopId().optional(),
  allowPartial: flag().optional(),
  rules: flag().optional(),
  priority: oneOf(...hitlShPriorities).optional(),
  redact: redact.optional(),
})

const isVerdicts = (value: unknown): value is Verdict[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  new Set(value).size === value.length &&
  value.every((item) => (verdicts as readonly unknown[]).includes(item))

const thresholds = section({
  approve: integer(1, 100).default(defaultThresholds.approve),
  deny: integer(1, 100).default(defaultThresholds.deny),
  separateRequester: flag().default(defaultThresholds.separateRequester),
  reasonRequired: oneOf('never', 'deny', 'always').default(defaultThresholds.reasonRequired),
  verdicts: expecting(`a list of some of ${verdicts.join(', ')}`, isVerdicts).optional(),
})

const loop = section({
  reviewers: list(
    text("the id of a reviewer, or '*'", (value) => value === value.trim()),
    "a list of reviewers; ['*'] is all of the gateway's, [] is nobody",
  ),
  thresholds: thresholds.prefault({}),
  hitlSh: loopHitlSh.optional(),
})

const policy = section({
  modes: z
    .record(name('a kind such as outbound.message'), oneOf('off', 'on-miss', 'always'), {
      error: "an object such as { 'outbound.message': 'on-miss' }",
    })
    .default({}),
  // These are the policy's own language: core reads them, and check-policy.ts reports what it says.
  lines: z.unknown().optional(),
  denialMemory: z.unknown().optional(),
  ruleInputKinds: z.unknown().optional(),
  expiresInMs: integer(1_000, 2_592_000_000).default(300_000),
  grantMs: integer(1_000, 2_592_000_000).default(300_000),
  maxRunMs: integer(1_000, 86_400_000).default(900_000),
})

const webhooks = section({
  secret: secret().optional(),
  secrets: list(secret(), 'a list of one or two secrets')
    .refine((secrets) => secrets.length >= 1 && secrets.length <= 2, { error: 'a list of one or two secrets' })
    .optional(),
  allow: cidrs().default([]),
})

const outboundChannel = z.discriminatedUnion(
  'type',
  [
    section({ type: z.literal('log'), path: text('the path of a file', () => true) }),
    section({
      type: z.literal('webhook'),
      url: text('an http or https URL without credentials', (value) => parseUrl(value) !== undefined),
      secret: secret().optional(),
      secrets: list(secret(), 'a list of one to five secrets')
        .refine((secrets) => secrets.length >= 1 && secrets.length <= 5, { error: 'a list of one to five secrets' })
        .optional(),
      allow: cidrs().default([]),
      timeoutMs: integer(100, 120_000).default(10_000),
    }),
  ],
  {
    error: (issue) =>
      issue.code === 'invalid_union' ? "'log' or 'webhook'" : "an object with type 'log' or 'webhook'",
  },
)

export const schema = section({
  server: server.prefault({}),
  auth: auth.optional(),
  storage,
  postgres: postgres.prefault({}),
  callback: callback.prefault({}),
  hitlSh: hitlSh.optional(),
  loops: z
    .record(name(), loop, { error: "an object such as { default: { reviewers: ['*'] } }" })
    .refine((loops) => Object.keys(loops).length > 0, { error: 'an object with at least one loop' })
    .prefault({ default: { reviewers: ['*'] } }),
  groups: z
    .record(
      name(),
      list(
        text('the id of a reviewer', (value) => value === value.trim()),
        'a list of reviewers',
      ),
      {
        error: "an object such as { ops: ['key:ann', 'key:bob'] }",
      },
    )
    .default({}),
  policy: policy.prefault({}),
  shadow: policy.optional(),
  maxPending: integer(1, 1_000_000).default(1_000),
  outbound: z
    .record(name(), outboundChannel, { error: 'an object of named channels' })
    .prefault({ log: { type: 'log', path: '.holdpoint/outbound.jsonl' } }),
  plugins: list(
    text('the path of a module such as ./plugins/echo.mjs', () => true),
    'a list of paths',
  ).default([]),
  webhooks: webhooks.optional(),
})

export type Settings = z.output<typeof schema>
