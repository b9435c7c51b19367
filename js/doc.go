// Package js runs uni-app JavaScript: an engine (sobek) on an event loop, with
// the language and platform features that its scripts expect.
//
// [Run] bundles a script with esbuild (TypeScript, imports, npm packages), makes a
// [Runtime] for it, lets [Config.Install] add uni and what else belongs to the
// platform, and runs it until nothing is left to wait for, as Node does.
//
// # Threads
//
// A Runtime, and every value in it, may be touched only on its loop
// ([Runtime.Loop]). What happens elsewhere comes onto the loop through the
// function that [Runtime.RegisterCallback] returned or through a port of the loop.
//
// # Macrotasks and microtasks
//
// The engine runs promise jobs when the outermost call into JavaScript returns.
// So one event is one call: [Runtime.Event] makes all that a Go function calls one
// macrotask, after which the promise jobs run and unhandled rejections are found.
// A Go function that the engine calls as a promise job is itself outermost: if it
// calls back into JavaScript, other jobs run within that call. Give the engine a
// function written in JavaScript instead, as prelude/microtask.js does.
package js
