// As much of Go's library as makes an ELF of 10 MB: what translating a big program is measured on.
package main

import (
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"go/parser"
	"html/template"
	"image/png"
	"net/http"
	"os"
)

func main() {
	fmt.Println(json.Valid([]byte("{}")))
	if len(os.Args) > 5 {
		expression, err := parser.ParseExpr("1 + 2")
		fmt.Println(http.ListenAndServe(":0", nil), gob.NewEncoder(os.Stdout), xml.Header, png.BestSpeed)
		fmt.Println(template.New(""), expression, err)
	}
}
