// Holds the bus's description against AsyncAPI 3: any word of the parser is a failure.
import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';

const { document, diagnostics } = await new Parser().parse(readFileSync('../asyncapi.yaml', 'utf8'));
for (const { code, message, path } of diagnostics) console.log(`${code}: ${message} (${path.join('.')})`);
if (!document || diagnostics.length) process.exit(1);
