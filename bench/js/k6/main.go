// Command k6 is k6 as it comes, to be compared with. It is a module of its own, since k6 is
// under the AGPL-3.0 and nothing else may link it.
package main

import "go.k6.io/k6/v2/cmd"

func main() { cmd.Execute() }
