// Keys that people bring from other gateways and from HITL.sh's own documents, and what stands for them here.
export const keptElsewhere: Readonly<Record<string, string>> = {
  'hitlSh.callbackUrl': 'Set server.publicUrl: each approval gets a callback address of its own below it.',
  'hitlSh.callbackSecret': 'Set callback.keys: the secret of each callback address is made from them.',
  'hitlSh.timeoutSeconds': 'Set policy.expiresInMs, in milliseconds; the question outlives the approval by itself.',
  'hitlSh.defaultDecision': 'Remove it: nobody’s silence approves, whatever a default says.',
  'hitlSh.enabled': 'Remove it: hitlSh is on where it is there.',
  'hitlSh.mode': 'Set policy.modes or policy.lines: they say what is asked.',
}
