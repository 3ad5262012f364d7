export { call, onSessionEnd, setClientLanguage, setCSRFToken } from "./client";
export { AppError, asAppError, errorFromAnswer, kindOf, offline, type ErrorKind } from "./errors";
export type { Answer } from "./operations";
export type * from "./shapes";
