using System.Text.Json.Serialization;
using Isaa.Agents.Settings;

namespace Isaa.Agents.Personas;

/// <summary>The form of an answer.</summary>
[JsonConverter(typeof(EnumText<AnswerFormat>))]
public enum AnswerFormat
{
    /// <summary>Any.</summary>
    FreeText,

    /// <summary>With tables.</summary>
    WithTables,

    /// <summary>With bullet points.</summary>
    WithBulletPoints,

    /// <summary>With numbered lists.</summary>
    WithLists,

    /// <summary>Text without any markup.</summary>
    TextOnly,

    /// <summary>Markdown with headings.</summary>
    MdText,

    /// <summary>One YAML document.</summary>
    YamlText,

    /// <summary>One JSON value.</summary>
    JsonText,

    /// <summary>Pseudo code.</summary>
    PseudoCode,

    /// <summary>Code in fenced blocks, with what explains it.</summary>
    CodeStructure,
}
