using System.Text.Json.Serialization;

namespace Isaa.Functions;

/// <summary>What a function is written in. Stored as <c>csharp</c>, <c>python</c> or <c>javascript</c>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FunctionLanguage>))]
public enum FunctionLanguage
{
    /// <summary>C#: a static method of the function's name, or a class that has one; arguments by parameter name.</summary>
    [JsonStringEnumMemberName("csharp")]
    CSharp,

    /// <summary>Python: a <c>def</c> or <c>async def</c> of the function's name; arguments by keyword.</summary>
    [JsonStringEnumMemberName("python")]
    Python,

    /// <summary>JavaScript: a module that exports a function of the function's name, or by default; the input is its first argument.</summary>
    [JsonStringEnumMemberName("javascript")]
    JavaScript,
}
