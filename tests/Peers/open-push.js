// Takes a push message as a push service and a browser would: npm's web-push-testing looks whose it is (VAPID) and opens
// it with the device's key; npm's web-push says which headers such a message has. Prints { text, headers }: what is in
// it, and the names and values of headers that web-push would have sent otherwise.
import { createECDH } from 'node:crypto';
import testing from 'web-push-testing/src/PushApiModel.js';
import webPush from 'web-push';

const { DEVICE, PUBLIC_KEY, HEADERS, BODY } = process.env;
const { endpoint, privateKey, auth } = JSON.parse(DEVICE);
const headers = Object.fromEntries(Object.entries(JSON.parse(HEADERS)).map(([name, value]) => [name.toLowerCase(), value]));
const body = Buffer.from(BODY, 'base64');

const device = createECDH('prime256v1');
device.setPrivateKey(Buffer.from(privateKey, 'base64url'));
const service = new (testing.PushApiModel ?? testing)();
service.subscriptions.device = { applicationServerKey: PUBLIC_KEY, subscriptionDh: device, auth };
await service.handleNotification('device', {
  encoding: headers['content-encoding'], ttl: headers.ttl, authorization: headers.authorization,
}, body);
const [text] = service.getNotifications({ clientHash: 'device' }).messages;

const keys = webPush.generateVAPIDKeys();
const theirs = webPush.generateRequestDetails(
  { endpoint, keys: { p256dh: device.getPublicKey('base64url'), auth } }, text,
  {
    TTL: Number(headers.ttl), urgency: headers.urgency, topic: headers.topic,
    vapidDetails: { subject: 'mailto:tests@platform.example', ...keys },
  });
const others = Object.entries(theirs.headers)
  .filter(([name]) => name !== 'Authorization')
  .filter(([name, value]) => String(headers[name.toLowerCase()]) !== String(value))
  .map(([name, value]) => `${name}: ${value}`);
console.log(JSON.stringify({ text, headers: others }));
