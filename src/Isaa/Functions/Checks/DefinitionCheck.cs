using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Isaa.Diagnostics;
using Isaa.Sandbox.Networking;
using Isaa.Schemas;

namespace Isaa.Functions.Checks;

/// <summary>What can be said of a definition without reading its code.</summary>
internal static partial class DefinitionCheck
{
    private const int MostImports = 100, LongestImport = 200, MostTargets = 32;

    public static IEnumerable<FunctionFinding> FindFaults(FunctionDefinition definition, FunctionOptions options) =>
    [
        .. Name(definition), .. Language(definition), .. Code(definition, options), .. Schema("inputSchema", definition.InputSchema), .. ObjectSchema(definition),
        .. Schema("outputSchema", definition.OutputSchema), .. Limits(definition.Limits), .. Imports(definition), .. Network(definition),
    ];

    private static IEnumerable<FunctionFinding> Name(FunctionDefinition definition)
    {
        if (!Identifier().IsMatch(definition.Name))
        {
            yield return Finding("name_invalid", "name", "The name must be an identifier: letters, digits and '_', not starting with a digit, at most 64 characters.");
        }
    }

    private static IEnumerable<FunctionFinding> Language(FunctionDefinition definition)
    {
        if (!Enum.IsDefined(definition.Language))
        {
            yield return Finding("language_unknown", "language", "Functions are written in csharp, python or javascript.");
        }
    }

    private static IEnumerable<FunctionFinding> Code(FunctionDefinition definition, FunctionOptions options)
    {
        if (definition.Code.Length > options.CodeCharacters)
        {
            yield return Finding("code_too_long", "code", string.Create(
                CultureInfo.InvariantCulture, $"The code has {definition.Code.Length} characters; at most {options.CodeCharacters} are taken."));
        }
    }

    private static IEnumerable<FunctionFinding> Schema(string field, JsonElement? schema)
    {
        if (schema is not { } given)
        {
            yield break;
        }

        FunctionFinding? finding = null;
        try
        {
            _ = JsonSchema.Parse(given);
        }
        catch (IsaaException e)
        {
            finding = Finding(e.Code, field, e.Message);
        }

        if (finding is not null)
        {
            yield return finding;
        }
    }

    private static IEnumerable<FunctionFinding> ObjectSchema(FunctionDefinition definition)
    {
        if (definition.InputSchema is { ValueKind: JsonValueKind.Object } schema && schema.TryGetProperty("type", out var type)
            && (type.ValueKind != JsonValueKind.String || type.GetString() != "object"))
        {
            yield return Finding("schema_not_object", "inputSchema", "The input is always an object: its schema must say \"type\": \"object\".");
        }
    }

    private static IEnumerable<FunctionFinding> Limits(FunctionLimits limits)
    {
        List<ValidationResult> wrong = [];
        _ = Validator.TryValidateObject(limits, new ValidationContext(limits), wrong, validateAllProperties: true);
        return wrong.Select(static result => Finding(
            "limit_invalid", $"limits.{JsonNamingPolicy.CamelCase.ConvertName(result.MemberNames.FirstOrDefault() ?? "")}", result.ErrorMessage ?? "The limit is out of range."));
    }

    private static IEnumerable<FunctionFinding> Imports(FunctionDefinition definition)
    {
        if (definition.AllowedImports is not { } imports)
        {
            yield break;
        }

        if (imports.Count > MostImports)
        {
            yield return Finding("imports_too_many", "allowedImports", $"At most {MostImports} imports can be named; '*' allows all.");
        }

        foreach (var name in imports.Where(static name => name != "*" && (name.Length > LongestImport || !ModuleName().IsMatch(name))))
        {
            yield return Finding("import_invalid", "allowedImports", $"'{name}' is no name of a module or namespace.");
        }
    }

    private static IEnumerable<FunctionFinding> Network(FunctionDefinition definition)
    {
        if (definition.Network.Count > 0 && definition.SafeMode)
        {
            yield return Finding("network_in_safe_mode", "network", "A function in safe mode has no network. Say safeMode: false; a person must accept each version all the same.");
        }

        if (definition.Network.Count > MostTargets)
        {
            yield return Finding("network_too_many", "network", $"At most {MostTargets} hosts can be named.");
        }

        foreach (var text in definition.Network.Where(static text => !NetworkTarget.TryParse(text, out _)))
        {
            yield return Finding("network_invalid", "network", $"'{text}' is not host:port, for example api.example.org:443. Patterns are not taken.");
        }
    }

    private static FunctionFinding Finding(string code, string field, string message) => new() { Code = code, Field = field, Message = ControlText.Neutralize(message) };

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,63}\z")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*([./][A-Za-z_][A-Za-z0-9_]*)*\z")]
    private static partial Regex ModuleName();
}
