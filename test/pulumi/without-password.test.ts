import { expect, it } from "vitest";
import { withoutPassword } from "../../provider/pulumi/without-password.js";

it.each([
  [
    'unable to open state database "postgres://states:s3cret@127.0.0.1:1/x": failed to ping',
    'unable to open state database "postgres://states:[secret]@127.0.0.1:1/x": failed to ping',
  ],
  ["postgres://me:a%20b%40c@db.internal/x", "postgres://me:[secret]@db.internal/x"],
  ["postgres://me:a/b@c#d@db.internal/x", "postgres://me:[secret]@db.internal/x"],
  ["postgres://:s3cret@db.internal/x", "postgres://:[secret]@db.internal/x"],
  [
    "postgres://db.internal/x?user=me&password=s3cret&sslmode=disable",
    "postgres://db.internal/x?user=me&password=[secret]&sslmode=disable",
  ],
  ["postgres://db.internal/x?sslpassword=s3cret", "postgres://db.internal/x?sslpassword=[secret]"],
])("%s", (text, expected) => {
  expect(withoutPassword(text)).toBe(expected);
});

it.each([
  "postgres://me@db.internal:5432/states?sslmode=disable",
  "s3://states?endpoint=http%3A%2F%2F127.0.0.1%3A9000&region=eu-central-1",
  "file:///home/me/states",
  "dial tcp 127.0.0.1:1: connect: connection refused by me@example.com",
])("leaves as it is: %s", (text) => {
  expect(withoutPassword(text)).toBe(text);
});
