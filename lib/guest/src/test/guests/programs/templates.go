package main

import (
	"os"
	"strings"
	"text/template"
)

type item struct {
	Name  string
	Price float64
	Tags  []string
}

func main() {
	page := template.Must(template.New("page").Funcs(template.FuncMap{"upper": strings.ToUpper}).Parse(
		`{{define "row"}}{{.Name | upper | printf "%-8s"}}|{{printf "%8.2f" .Price}}{{end -}}
{{range $i, $e := .}}{{$i}} {{template "row" $e}}{{with $e.Tags}} {{.}}{{else}} none{{end}}
{{end}}{{len .}} items{{if gt (len .) 2}}, many{{end}}
`))
	err := page.Execute(os.Stdout, []item{{"pear", 1.5, nil}, {"fig", 0.333, []string{"a", "b"}}, {"date", 1e6, nil}})
	if err != nil {
		panic(err)
	}
}
