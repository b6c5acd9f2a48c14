// Targets that only a lenient reader would take for `/v1/approvals`, and look-alikes that are nobody's disguise.

const encode = (text: string) =>
  Array.from(text, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')
const repeatedly = (text: string, times: number) => {
  let encoded = text
  for (let n = 0; n < times; n += 1) encoded = encoded.replaceAll('%', '%25')
  return encoded
}

/** Each is refused: no two parts of a host may read it differently. */
export const disguisedTargets: readonly string[] = [
  '/V1/approvals',
  '/v1/Approvals',
  '//v1/approvals',
  '/v1//approvals',
  '/v1/approvals/',
  '/v1/approvals//',
  '/./v1/approvals',
  '/v1/./approvals',
  '/x/../v1/approvals',
  '/v1/x/../approvals',
  '/v1/approvals/.',
  '/%76%31/approvals',
  `/${encode('v1')}/${encode('approvals')}`,
  '/v1%2fapprovals',
  '/v1%2Fapprovals',
  '/v1%5capprovals',
  '/v1\\approvals',
  '\\v1\\approvals',
  repeatedly('/v1%2fapprovals', 1),
  repeatedly('/v1%2fapprovals', 40),
  '/v1;x=1/approvals',
  '/v1/approvals;jsessionid=1',
  '/v1/approvals%00',
  '/v1/approvals%20',
  '/v1/%0aapprovals',
  'http://evil/v1/approvals',
  'HTTPS://evil:443/v1/approvals',
  '/v1/approvals#x',
  '/v1/approvals?x#y',
  '/v1/\u200bapprovals',
  '/v1/\uff41pprovals',
  'v1/approvals',
]

/** Not Holdpoint's: left to the host. */
export const lookAlikeTargets: readonly string[] = [
  '/',
  '/v1',
  '/v11/approvals',
  '/v1/approval',
  '/v1/approvals.json',
  '/v1/approvals/a/b/c',
  '/v1-approvals',
  '/xv1/approvals',
  '/v1approvals',
  '/api/v1/approvals',
  '/v1/approvals/../..',
  '/health',
  '/healthz/x',
  '/?/v1/approvals',
  '/x?y=/v1/approvals',
  '/%',
  '/%zz',
  '*',
  '',
]
