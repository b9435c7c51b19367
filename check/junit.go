package check

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
)

// The elements of JUnit's XML, as CI servers read it. encoding/xml replaces the
// characters that XML cannot hold by U+FFFD.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Time     seconds      `xml:"time,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Time     seconds     `xml:"time,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name       string          `xml:"name,attr"`
		ClassName  string          `xml:"classname,attr"`
		Time       seconds         `xml:"time,attr"`
		Properties []junitProperty `xml:"properties>property"`
		Failure    *junitFailure   `xml:"failure"`
		SystemOut  string          `xml:"system-out,omitempty"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// seconds is written with three decimals.
type seconds time.Duration

func (s seconds) MarshalXMLAttr(name xml.Name) (xml.Attr, error) {
	return xml.Attr{Name: name, Value: fmt.Sprintf("%.3f", time.Duration(s).Seconds())}, nil
}

// WriteJUnit writes the reports as JUnit's XML: a suite for each script, a test
// case for each platform. A platform that fails is a failure; one that differs is
// none, and has its differences as output. The property "verdict" tells them apart.
func (rs Reports) WriteJUnit(w io.Writer) error {
	all := junitSuites{Name: "unisocket check"}
	for _, r := range rs {
		suite := junitSuite{Name: r.Script, Tests: len(r.Platforms), Failures: r.count(Fails)}
		for _, p := range r.Platforms {
			suite.Cases = append(suite.Cases, junitCaseOf(r, p))
			suite.Time += seconds(p.Duration)
		}
		all.Tests += suite.Tests
		all.Failures += suite.Failures
		all.Time += suite.Time
		all.Suites = append(all.Suites, suite)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	out := xml.NewEncoder(w)
	out.Indent("", "  ")
	if err := out.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func junitCaseOf(r *Report, p Result) junitCase {
	c := junitCase{
		Name: p.Platform, ClassName: r.Script, Time: seconds(p.Duration),
		Properties: []junitProperty{{"verdict", string(p.Verdict)}, {"baseline", r.Baseline}},
		SystemOut:  strings.Join(r.told(p), "\n"),
	}
	if p.Title != "" {
		c.Properties = append(c.Properties, junitProperty{"title", p.Title})
	}
	if p.Verdict == Fails {
		var parts []string
		for _, f := range p.Failures {
			part := f.Kind + ": " + f.Text
			if at := f.Place.String(); at != "" {
				part = at + ": " + part
			}
			parts = append(parts, part)
		}
		c.Failure = &junitFailure{Message: p.Reason, Type: p.Failures[0].Kind, Text: strings.Join(parts, "\n")}
	}
	return c
}
