// Reads a GIFT file with gift-pegjs and writes what it found: node read.mjs FILE OUT
import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "gift-pegjs";

const [, , file, out] = process.argv;
writeFileSync(out, JSON.stringify(parse(readFileSync(file, "utf8"))));
