// Verifies a webhook as a merchant would: npm's standardwebhooks for v1, Node's own ed25519 for v1a.
import { createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

const { BODY: body, HEADERS: text, SECRET: secret, PUBLIC_KEY: publicKey } = process.env;
const headers = JSON.parse(text);

if (secret) {
  console.log(JSON.stringify(new Webhook(secret).verify(body, headers)));
} else {
  const raw = Buffer.from(publicKey.replace(/^whpk_/, ''), 'base64');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' });
  const content = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`);
  const isOurs = headers['webhook-signature'].split(' ').filter((one) => one.startsWith('v1a,'))
    .some((one) => verify(null, content, key, Buffer.from(one.slice(4), 'base64')));
  if (!isOurs) throw new Error('No matching signature found');
  console.log(JSON.stringify(JSON.parse(body)));
}
