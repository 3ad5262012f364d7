export { call, onSessionEnd, send, setClientLanguage, setCSRFToken, type RawAnswer } from "./client";
export { AppError, asAppError, errorFromAnswer, kindOf, offline, type ErrorKind } from "./errors";
export type { Answer } from "./operations";
export type * from "./shapes";
