using Isaa.Schemas.Compiling;

namespace Isaa.Schemas.Validation;

/// <summary>The schema resources entered on the way to a place, the innermost first.</summary>
internal sealed record DynamicScope(SchemaResource Resource, DynamicScope? Outer);
