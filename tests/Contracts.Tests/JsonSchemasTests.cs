using System.Text.Json.Nodes;
using Testing;

namespace Contracts.Tests;

/// <summary>The schemas' reader itself: what it is for is to find what is wrong.</summary>
public sealed class JsonSchemasTests
{
    private static readonly JsonSchemas Schemas = new(JsonNode.Parse("""
        {
          "parts": {
            "Lamp": { "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } }
          }
        }
        """)!);

    [Theory]
    [InlineData("""{ "$ref": "#/parts/Lamp" }""", """{ "id": "1" }""")]
    [InlineData("""{ "type": ["string", "null"] }""", "null")]
    [InlineData("""{ "anyOf": [{ "$ref": "#/parts/Lamp" }, { "type": "null" }] }""", "null")]
    [InlineData("""{ "type": "object", "additionalProperties": { "type": "integer" } }""", """{ "a": 1 }""")]
    [InlineData("""{ "type": "array", "items": { "type": "number" }, "contains": { "const": 2 } }""", "[1, 2]")]
    [InlineData("""{ "allOf": [{ "$ref": "#/parts/Lamp" }, { "properties": { "to": {} } }] }""",
        """{ "id": "1", "to": 1 }""")]
    [InlineData("""{ "type": "string", "format": "date-time" }""", "\"2026-01-31T23:59:59.1+05:30\"")]
    public void What_is_right_passes(string schema, string value) =>
        Schemas.Errors(JsonNode.Parse(schema)!, JsonNode.Parse(value)).ShouldBeEmpty();

    [Theory]
    [InlineData("""{ "$ref": "#/parts/Lamp" }""", """{ "id": "1", "watts": 4 }""", "/watts")]
    [InlineData("""{ "$ref": "#/parts/Lamp" }""", "{}", "/id")]
    [InlineData("""{ "$ref": "#/parts/Lamp" }""", """{ "id": 1 }""", "/id")]
    [InlineData("""{ "anyOf": [{ "$ref": "#/parts/Lamp" }, { "type": "null" }] }""", """{ "id": null }""", "/id")]
    [InlineData("""{ "type": "object", "additionalProperties": { "type": "integer" } }""", """{ "a": 1.5 }""", "/a")]
    [InlineData("""{ "items": { "enum": ["on", "off"] } }""", """["on", "dim"]""", "/1")]
    [InlineData("""{ "contains": { "const": 2 } }""", "[1]", "")]
    [InlineData("""{ "type": "string", "format": "uuid" }""", "\"1\"", "")]
    [InlineData("""{ "type": "string", "format": "date" }""", "\"2026-02-30\"", "")]
    [InlineData("""{ "type": "string", "format": "date-time" }""", "\"2026-01-31T23:59:59\"", "")]
    [InlineData("""{ "type": "integer", "minimum": 1, "maximum": 5 }""", "6", "")]
    [InlineData("""{ "type": "string", "pattern": "^[A-Z]+$" }""", "\"a\"", "")]
    [InlineData("""{ "type": "string", "maxLength": 1 }""", "\"ab\"", "")]
    public void What_is_wrong_is_found_where_it_is(string schema, string value, string pointer) =>
        Schemas.Errors(JsonNode.Parse(schema)!, JsonNode.Parse(value))
            .ShouldHaveSingleItem().ShouldStartWith(pointer + ":");

    [Fact]
    public void A_keyword_that_is_not_known_is_an_error_and_not_passed_over() =>
        Should.Throw<NotSupportedException>(() => Schemas.Errors(new JsonObject { ["minItems"] = 1 }, new JsonArray()));
}
